#ifndef TINYCLASSIFY_TFLM_TFLM_MODEL_H
#define TINYCLASSIFY_TFLM_TFLM_MODEL_H

#include "engine/model.h"
#include "tensorflow/lite/micro/memory_planner/greedy_memory_planner.h"
#include "tensorflow/lite/micro/micro_allocator.h"
#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tflm/arena.h"
#include "tflm/operators.h"

namespace tinyclassify {

/// An open model: the head of the caller's memory. Behind it lies TFLM's arena.
struct TflmModel : tc_model {
  TflmModel(const tflite::Model* graph, uint8_t* arena_memory, size_t arena_capacity, std::jmp_buf* exit)
      : tc_model(),
        arena(arena_memory, arena_capacity, exit),
        interpreter(graph, operators, tflite::MicroAllocator::Create(&arena, &planner)) {}

  Operators operators;
  Monitor monitor;
  tflite::GreedyMemoryPlanner planner;
  Arena arena;
  tflite::MicroInterpreter interpreter;
};

}  // namespace tinyclassify

#endif
