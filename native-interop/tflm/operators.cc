#include "tflm/operators.h"

#include "tensorflow/lite/micro/kernels/add.h"
#include "tensorflow/lite/micro/kernels/conv.h"
#include "tensorflow/lite/micro/kernels/depthwise_conv.h"
#include "tensorflow/lite/micro/kernels/fully_connected.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"
#include "tensorflow/lite/micro/kernels/pooling.h"
#include "tensorflow/lite/micro/kernels/softmax.h"
#include "tensorflow/lite/micro/micro_context.h"

namespace tinyclassify {
namespace {

using Register = TFLMRegistration (*)();

Monitor& MonitorOf(TfLiteContext* context) {
  return *static_cast<Monitor*>(tflite::GetMicroContext(context)->external_context());
}

// TFLM's functions of one operator, with the monitor told. Static functions of a constant, so that the table below lies
// in flash, where TFLM's own resolver keeps its in RAM.
template <Register kRegister>
struct Monitored {
  static void* Init(TfLiteContext* context, const char* buffer, size_t length) {
    const auto init = kRegister().init;
    return init == nullptr ? nullptr : init(context, buffer, length);
  }
  static TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
    const auto prepare = kRegister().prepare;
    const TfLiteStatus status = prepare == nullptr ? kTfLiteOk : prepare(context, node);
    if (status == kTfLiteOk) ++MonitorOf(context).prepared;
    return status;
  }
  static TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
    Monitor& monitor = MonitorOf(context);
    const auto invoke = kRegister().invoke;
    if (monitor.clock == nullptr) return invoke(context, node);
    const TfLiteStatus status = invoke(context, node);
    const uint32_t now = monitor.clock(monitor.clock_context);
    *monitor.ticks++ = now - monitor.last;
    monitor.last = now;
    return status;
  }
};

struct Entry {
  TFLMRegistration registration;
  tflite::TfLiteBridgeBuiltinParseFunction parse;
};

template <Register kRegister>
constexpr Entry MakeEntry(tflite::BuiltinOperator code, tflite::TfLiteBridgeBuiltinParseFunction parse) {
  using Functions = Monitored<kRegister>;
  return {{Functions::Init, nullptr, Functions::Prepare, Functions::Invoke, nullptr, code, nullptr}, parse};
}

constexpr Entry kEntries[] = {
    MakeEntry<tflite::Register_CONV_2D_INT8>(tflite::BuiltinOperator_CONV_2D, tflite::ParseConv2D),
    MakeEntry<tflite::Register_DEPTHWISE_CONV_2D_INT8>(tflite::BuiltinOperator_DEPTHWISE_CONV_2D, tflite::ParseDepthwiseConv2D),
    MakeEntry<tflite::Register_FULLY_CONNECTED_INT8>(tflite::BuiltinOperator_FULLY_CONNECTED, tflite::ParseFullyConnected),
    MakeEntry<tflite::Register_ADD_INT8>(tflite::BuiltinOperator_ADD, tflite::ParseAdd),
    MakeEntry<tflite::Register_AVERAGE_POOL_2D_INT8>(tflite::BuiltinOperator_AVERAGE_POOL_2D, tflite::ParsePool),
    MakeEntry<tflite::Register_MAX_POOL_2D_INT8>(tflite::BuiltinOperator_MAX_POOL_2D, tflite::ParsePool),
    MakeEntry<tflite::Register_PAD>(tflite::BuiltinOperator_PAD, tflite::ParsePad),
    MakeEntry<tflite::Register_RESHAPE>(tflite::BuiltinOperator_RESHAPE, tflite::ParseReshape),
    MakeEntry<tflite::Register_SOFTMAX_INT8>(tflite::BuiltinOperator_SOFTMAX, tflite::ParseSoftmax),
};

const Entry* Find(tflite::BuiltinOperator code) {
  for (const Entry& entry : kEntries) {
    if (entry.registration.builtin_code == code) return &entry;
  }
  return nullptr;
}

}  // namespace

const TFLMRegistration* Operators::FindOp(tflite::BuiltinOperator code) const {
  const Entry* entry = Find(code);
  return entry == nullptr ? nullptr : &entry->registration;
}

const TFLMRegistration* Operators::FindOp(const char*) const { return nullptr; }

tflite::TfLiteBridgeBuiltinParseFunction Operators::GetOpDataParser(tflite::BuiltinOperator code) const {
  const Entry* entry = Find(code);
  return entry == nullptr ? nullptr : entry->parse;
}

}  // namespace tinyclassify
