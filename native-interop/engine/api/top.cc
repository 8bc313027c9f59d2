#include "engine/model_facts.h"
#include "engine/probability.h"

namespace tinyclassify {
namespace {

// Order of the ranking: higher scores first, equal ones by class. Whether class a stands before class b.
bool StandsBefore(const int8_t* scores, uint32_t a, uint32_t b) {
  return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
}

// The class that comes right behind `previous` in the ranking; with previous == count, the first.
uint32_t NextBest(const int8_t* scores, uint32_t count, uint32_t previous) {
  uint32_t best = count;
  for (uint32_t i = 0; i < count; ++i) {
    const bool candidate = previous == count || StandsBefore(scores, previous, i);
    if (candidate && (best == count || StandsBefore(scores, i, best))) best = i;
  }
  return best;
}

}  // namespace
}  // namespace tinyclassify

extern "C" tc_status tc_top(const tc_model* model, uint32_t count, tc_prediction* predictions) {
  if (model == nullptr || predictions == nullptr || count < 1 || count > model->class_count) return TC_ERROR_ARGUMENT;
  const int8_t* scores = model->output;
  const uint32_t classes = model->class_count;
  uint32_t index = classes;
  for (uint32_t i = 0; i < count; ++i) {
    index = tinyclassify::NextBest(scores, classes, index);
    predictions[i].class_index = index;
    predictions[i].score = scores[index];
    predictions[i].probability_permille =
        model->output_is_softmax != 0
            ? tinyclassify::DequantizedPermille(scores[index], model->output_zero_point, model->output_scale)
            : tinyclassify::LogitPermille(scores, classes, index, model->output_scale);
  }
  return TC_OK;
}
