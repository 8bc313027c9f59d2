#ifndef TINYCLASSIFY_TESTS_CARRIED_ENTRY_H
#define TINYCLASSIFY_TESTS_CARRIED_ENTRY_H

#include <cstring>
#include <string>
#include <vector>

#include "engine/model.h"
#include "tests/networks.h"

namespace tinyclassify::testing {

template <typename T>
void AppendBytes(const std::vector<T>& values, std::vector<uint8_t>* bytes) {
  const auto* from = reinterpret_cast<const uint8_t*>(values.data());
  bytes->insert(bytes->end(), from, from + sizeof(T) * values.size());
}

/// The metadata entry "tinyclassify.requantization" of a model, from the factors that the engine worked out for it.
inline std::vector<uint8_t> CarriedEntry(const OpenedModel& opened) {
  const auto* model = static_cast<const PreparedModel*>(opened.model);
  std::vector<uint32_t> first_channels;
  std::vector<int32_t> multipliers;
  std::vector<int8_t> shifts;
  for (uint32_t i = 0; i < model->operator_count; ++i) {
    tc_operator_info info;
    EXPECT_EQ(tc_operator(opened.model, i, &info), TC_OK);
    const Parameters& parameters = model->operators[i].parameters;
    const std::string name = info.name;
    const Requantization* to = name == "CONV_2D"             ? &parameters.conv_2d.requantization
                               : name == "DEPTHWISE_CONV_2D" ? &parameters.inverted_residual.depthwise.requantization
                               : name == "FULLY_CONNECTED"   ? &parameters.conv_2d.requantization
                                                             : nullptr;
    first_channels.push_back(static_cast<uint32_t>(multipliers.size()));
    for (uint32_t channel = 0; to != nullptr && channel < info.output_shape[3]; ++channel) {
      int32_t multiplier;
      std::memcpy(&multiplier, to->multipliers + channel, sizeof(multiplier));
      multipliers.push_back(multiplier);
      shifts.push_back(to->shifts[channel]);
    }
  }
  std::vector<uint8_t> entry;
  AppendBytes<uint32_t>({1, model->operator_count, static_cast<uint32_t>(multipliers.size()), 0}, &entry);
  AppendBytes(multipliers, &entry);
  AppendBytes(first_channels, &entry);
  AppendBytes(shifts, &entry);
  return entry;
}

}  // namespace tinyclassify::testing

#endif
