#include <string.h>

#include "engine/model_facts.h"
#include "engine/rounding.h"

using tinyclassify::DescribeOperator;
using tinyclassify::Diagnosis;
using tinyclassify::ModelFile;
using tinyclassify::Tensor;

// The file was validated by tc_open and must not have changed since; should it have, these give TC_ERROR_ARGUMENT.

extern "C" {

tc_status tc_describe(const tc_model* model, tc_description* description) {
  Diagnosis diagnosis;
  ModelFile file;
  Tensor input;
  if (model == nullptr || description == nullptr) return TC_ERROR_ARGUMENT;
  if (!file.Open(model->file, model->file_bytes, &diagnosis) || !file.ReadTensor(file.input_index(), &input)) {
    return TC_ERROR_ARGUMENT;
  }
  *description = tc_description();
  description->name = reinterpret_cast<const char*>(file.description());
  description->name_bytes = file.description_bytes();
  description->input_height = input.dims[1];
  description->input_width = input.dims[2];
  description->input_channels = input.dims[3];
  description->input_scale = input.scale;
  description->input_zero_point = input.zero_point;
  description->class_count = model->class_count;
  description->output_scale = model->output_scale;
  description->output_zero_point = model->output_zero_point;
  description->output_is_softmax = model->output_is_softmax ? 1 : 0;
  description->operator_count = model->operator_count;
#if TC_FLOAT_ROUNDING
  description->rounding = TC_ROUNDING_FLOAT;
#elif TC_SINGLE_ROUNDING
  description->rounding = TC_ROUNDING_SINGLE;
#else
  description->rounding = TC_ROUNDING_DOUBLE;
#endif
  description->arena_bytes = model->arena_bytes;
  description->output_count = model->output_count;
  description->input_kind = model->input_kind;
  for (uint32_t i = 0; i < model->operator_count; ++i) {
    tc_operator_info info;
    if (!DescribeOperator(file, i, &info)) return TC_ERROR_ARGUMENT;
    description->macs += info.macs;
    description->weight_bytes += info.weight_bytes;
  }
  return TC_OK;
}

tc_status tc_label(const tc_model* model, uint32_t class_index, const char** text, uint32_t* text_bytes) {
  Diagnosis diagnosis;
  ModelFile file;
  if (model == nullptr || text == nullptr || text_bytes == nullptr || class_index >= model->class_count) {
    return TC_ERROR_ARGUMENT;
  }
  if (!file.Open(model->file, model->file_bytes, &diagnosis)) return TC_ERROR_ARGUMENT;
  *text = "";
  *text_bytes = 0;
  const char* line = reinterpret_cast<const char*>(file.labels());
  const char* const end = line + file.labels_bytes();
  for (uint32_t i = 0; line != end; ++i) {
    const size_t rest = static_cast<size_t>(end - line);
    const char* newline = static_cast<const char*>(memchr(line, '\n', rest));
    const char* line_end = newline != nullptr ? newline : end;
    if (i == class_index) {
      if (line_end != line && line_end[-1] == '\r') --line_end;
      *text = line;
      *text_bytes = static_cast<uint32_t>(line_end - line);
      return TC_OK;
    }
    line = newline != nullptr ? newline + 1 : end;
  }
  return TC_OK;
}

tc_status tc_operator(const tc_model* model, uint32_t operator_index, tc_operator_info* info) {
  Diagnosis diagnosis;
  ModelFile file;
  if (model == nullptr || info == nullptr || operator_index >= model->operator_count) return TC_ERROR_ARGUMENT;
  if (!file.Open(model->file, model->file_bytes, &diagnosis)) return TC_ERROR_ARGUMENT;
  if (model->shortcuts_first) file.PutShortcutsFirst();
  const uint32_t place = file.PlaceOf(operator_index);
  if (!DescribeOperator(file, place, info)) return TC_ERROR_ARGUMENT;
  info->live_bytes = tinyclassify::LiveBytes(*model, place);
  return TC_OK;
}

}  // extern "C"
