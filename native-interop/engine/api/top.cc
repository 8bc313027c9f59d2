#include "engine/api/probability.h"
#include "engine/model.h"

namespace tinyclassify {
namespace {

// Order of the ranking: higher scores first, equal ones by class. Whether class a stands before class b.
bool StandsBefore(const int8_t* scores, uint32_t a, uint32_t b) { return scores[a] != scores[b] ? scores[a] > scores[b] : a < b; }

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
  using namespace tinyclassify;
  if (model == nullptr || predictions == nullptr || count < 1 || count > model->class_count) return TC_ERROR_ARGUMENT;
  const uint32_t classes = model->class_count;
  // Of one probability p, the other class has 1 - p.
  const int32_t opposite = -model->output[0];
  const int8_t both[] = {static_cast<int8_t>(opposite > 127 ? 127 : opposite), model->output[0]};
  const bool is_binary = classes != model->output_count;
  const int8_t* scores = is_binary ? both : model->output;
  uint32_t index = classes;
  for (uint32_t i = 0; i < count; ++i) {
    index = NextBest(scores, classes, index);
    uint32_t permille;
    if (!model->output_is_softmax) {
      permille = LogitPermille(scores, classes, index, model->output_scale);
    } else {
      const int8_t probability = is_binary ? both[1] : scores[index];
      permille = DequantizedPermille(probability, model->output_zero_point, model->output_scale);
      if (is_binary && index == 0) permille = 1000 - permille;
    }
    predictions[i] = {index, scores[index], permille};
  }
  return TC_OK;
}
