#include "tflm/open_in.h"

#include <new>

#include "engine/model/schema.h"
#include "tflm/check_model.h"

namespace tinyclassify {
namespace {

bool TooSmall(uint32_t seen, size_t arena_bytes, Diagnosis* diagnosis) {
  return diagnosis->Fail(TC_ERROR_MEMORY, "bytes of memory for the model, which wants at least what is expected", seen,
                         static_cast<int64_t>(kStateBytes + RoundUp(static_cast<uint32_t>(arena_bytes), TC_ALIGNMENT)));
}

// Not everything in TFLM that lacks room asks the arena for it: some look first, and say only that they failed. With
// this much left, want of room was not the reason.
constexpr size_t kRoom = 4096;

bool Prepare(TflmModel* model, const ModelFile& file, uint32_t memory_bytes, Diagnosis* diagnosis) {
  TfLiteStatus status = model->interpreter.initialization_status();
  if (status == kTfLiteOk) status = model->interpreter.SetMicroExternalContext(&model->monitor);
  if (status == kTfLiteOk) status = model->interpreter.AllocateTensors();
  if (status == kTfLiteOk) return true;
  if (model->arena.GetAvailableMemory(TC_ALIGNMENT) < kRoom) {
    return TooSmall(memory_bytes, memory_bytes - kStateBytes + 1, diagnosis);
  }
  if (model->monitor.prepared < file.operator_count()) {
    diagnosis->SetOperator(static_cast<int32_t>(model->monitor.prepared));
  }
  return diagnosis->Unsupported("TFLM does not prepare it: TfLiteStatus", status, kTfLiteOk);
}

}  // namespace

TflmModel* OpenIn(const tc_model_file& source, uint8_t* memory, uint32_t memory_bytes, Diagnosis* diagnosis) {
  ModelFile file;
  Tensor input, output;
  const auto* const data = static_cast<const uint8_t*>(source.bytes);
  if (!file.Open(data, source.size, diagnosis) || !CheckModel(file, Operators(), &input, &output)) return nullptr;
  if (memory_bytes <= kStateBytes) {
    TooSmall(memory_bytes, 1, diagnosis);
    return nullptr;
  }
  std::jmp_buf exit;
  const uint32_t arena_bytes = (memory_bytes - kStateBytes) / TC_ALIGNMENT * TC_ALIGNMENT;
  auto* const model = static_cast<TflmModel*>(static_cast<void*>(memory));
  if (setjmp(exit) != 0) {
    // The arena stands in `memory` since before it was first asked for anything.
    TooSmall(memory_bytes, model->arena.wanted_bytes(), diagnosis);
    return nullptr;
  }
  new (memory) TflmModel(tflite::GetModel(data), memory + kStateBytes, arena_bytes, &exit);
  if (!Prepare(model, file, memory_bytes, diagnosis)) return nullptr;
  model->arena.Close();

  model->file = data;
  model->file_bytes = source.size;
  model->operator_count = file.operator_count();
  model->arena_bytes = static_cast<uint32_t>(model->interpreter.arena_used_bytes());
  DescribeEnds(file, input, output, model);
  model->input = model->interpreter.input(0)->data.int8;
  model->output = model->interpreter.output(0)->data.int8;
  model->shortcuts_first = false;
  return model;
}

}  // namespace tinyclassify
