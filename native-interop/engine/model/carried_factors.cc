#include "engine/model/carried_factors.h"

#include <string.h>

namespace tinyclassify {
namespace {

constexpr uint32_t kVersion = 1;

struct Header {
  uint32_t version;
  uint32_t operators;
  uint32_t channels;
  uint32_t zero;
};

}  // namespace

CarriedFactors FindCarriedFactors(const uint8_t* entry, uint32_t entry_bytes, uint32_t operator_count,
                                  uint32_t operator_index, uint32_t channels) {
  Header header;
  if (entry_bytes < sizeof(header) || reinterpret_cast<uintptr_t>(entry) % 4 != 0) return CarriedFactors();
  memcpy(&header, entry, sizeof(header));
  const uint64_t expected_bytes = sizeof(header) + uint64_t{5} * header.channels + uint64_t{4} * header.operators;
  if (header.version != kVersion || header.operators != operator_count || expected_bytes != entry_bytes) {
    return CarriedFactors();
  }
  const uint8_t* const multipliers = entry + sizeof(header);
  const uint8_t* const first_channels = multipliers + 4 * header.channels;
  uint32_t first;
  memcpy(&first, first_channels + 4 * operator_index, sizeof(first));
  if (first > header.channels || channels > header.channels - first) return CarriedFactors();
  return CarriedFactors{reinterpret_cast<const int32_t*>(multipliers) + first,
                        reinterpret_cast<const int8_t*>(first_channels + 4 * header.operators) + first};
}

}  // namespace tinyclassify
