#include "common/attributes.h"
#include "engine/kernels/arithmetic.h"
#include "engine/kernels/plain.h"

namespace tinyclassify {
namespace {

// Calls run(first, second, output) for each element.
template <typename Function>
void ForEachPair(const Broadcast& shape, const int8_t* first, const int8_t* second, int8_t* output, Function run) {
  const int32_t* const dims = shape.dims;
  for (int32_t n = 0; n < dims[0] * dims[1]; ++n) {
    const int32_t y = n % dims[1];
    const int8_t* const a = first + n / dims[1] * shape.first_step[0] + y * shape.first_step[1];
    const int8_t* const b = second + n / dims[1] * shape.second_step[0] + y * shape.second_step[1];
    for (int32_t x = 0; x < dims[2]; ++x) {
      const int8_t* from = a + x * shape.first_step[2];
      const int8_t* other = b + x * shape.second_step[2];
      for (int32_t c = 0; c < dims[3]; ++c, from += shape.first_step[3], other += shape.second_step[3]) {
        *output++ = run(*from, *other);
      }
    }
  }
}

using ElementFunction = int8_t(const Add&, int32_t, int32_t);

// One loop for three operators: for speed there is AddDsp.
TC_NEVER_INLINE void RunElements(const Add& op, const Buffers& buffers, ElementFunction* one) {
  if (op.broadcast != nullptr) {
    ForEachPair(*op.broadcast, buffers.input, buffers.second_input, buffers.output,
                [&](int32_t first, int32_t second) { return one(op, first, second); });
    return;
  }
  for (int32_t i = 0; i < op.size; ++i) buffers.output[i] = one(op, buffers.input[i], buffers.second_input[i]);
}

}  // namespace

void AddReference(const Add& add, const Buffers& buffers) { RunElements(add, buffers, AddOne); }
void SubtractReference(const Add& subtract, const Buffers& buffers) { RunElements(subtract, buffers, SubtractOne); }
void MultiplyReference(const Add& multiply, const Buffers& buffers) { RunElements(multiply, buffers, MultiplyOne); }
void SquareDifferenceReference(const Add& op, const Buffers& buffers) { RunElements(op, buffers, SquareDifferenceOne); }

void LookUp(const Lookup& lookup, const Buffers& buffers) {
  const int8_t* const middle = lookup.table + 128;
  const int8_t* input = buffers.input;
  int8_t* output = buffers.output;
  int32_t rest = lookup.size;
  for (; rest >= 4; rest -= 4, input += 4, output += 4) {
    const int8_t codes[] = {middle[input[0]], middle[input[1]], middle[input[2]], middle[input[3]]};
    for (int32_t i = 0; i < 4; ++i) output[i] = codes[i];
  }
  for (; rest > 0; --rest) *output++ = middle[*input++];
}

}  // namespace tinyclassify
