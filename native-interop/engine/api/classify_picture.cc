#include "engine/model.h"
#include "image/image.h"

using tinyclassify::Diagnosis;

namespace {

uint32_t Now(const tc_timer* timer) { return timer != nullptr ? timer->clock(timer->context) : 0; }

}  // namespace

extern "C" tc_status tc_classify_picture(tc_model* model, const tc_picture* picture, const tc_preview* preview,
                                         const tc_timer* timer, tc_picture_ticks* ticks, tc_diagnostic* diagnostic) {
  Diagnosis diagnosis;
  if (model == nullptr || picture == nullptr) {
    diagnosis.Fail(TC_ERROR_ARGUMENT, "model or picture: null pointer", 0, 1);
    return diagnosis.Report(diagnostic);
  }
  if (model->input_kind == TC_INPUT_TENSOR) {
    diagnosis.Fail(TC_ERROR_MODEL_UNSUPPORTED, "a model's input that no picture feeds (sound, sensors): kind", TC_INPUT_TENSOR,
                   TC_INPUT_RGB);
    return diagnosis.Report(diagnostic);
  }
  const tc_pixel_format format = model->input_kind == TC_INPUT_GREY ? TC_PIXELS_GREY_INT8 : TC_PIXELS_INT8;
  const auto* table = reinterpret_cast<const int8_t*>(model->input_table != 0 ? model->file + model->input_table : nullptr);
  tc_image_target targets[2] = {{model->input, model->input_width, model->input_height, format, table},
                                {nullptr, 0, 0, TC_PIXELS_RGB565}};
  if (preview != nullptr) targets[1] = {preview->pixels, preview->width, preview->height, TC_PIXELS_RGB565};

  const uint32_t begin = Now(timer);
  const tc_status status = tc_image_render(picture, targets, preview != nullptr ? 2 : 1, diagnostic);
  if (status != TC_OK) return status;
  const uint32_t decoded = Now(timer);
  tc_invoke(model);
  if (ticks != nullptr) *ticks = {decoded - begin, Now(timer) - decoded};
  return TC_OK;
}
