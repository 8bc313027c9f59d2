// Written by `tinyclassify c-array classifier.tflite`.
#ifndef CLASSIFIER_TFLITE_H
#define CLASSIFIER_TFLITE_H

#ifdef __cplusplus
extern "C" {
#endif
extern const unsigned char classifier_tflite[];
extern const unsigned int classifier_tflite_len;
#ifdef __cplusplus
}
#endif

#define CLASSIFIER_TFLITE_BYTES 251489
// What tc_open takes at most on a microcontroller. It was measured with 64-bit pointers: with 32 bits it is less, and
// tc_measure tells how much exactly. On a PC, which has kernels of its own, ask tc_measure.
#ifdef __ARM_FEATURE_DSP
#define CLASSIFIER_TFLITE_MEMORY_BYTES 29600
#else
#define CLASSIFIER_TFLITE_MEMORY_BYTES 70736
#endif
#define CLASSIFIER_TFLITE_INPUT_HEIGHT 32
#define CLASSIFIER_TFLITE_INPUT_WIDTH 32
#define CLASSIFIER_TFLITE_INPUT_CHANNELS 3
#define CLASSIFIER_TFLITE_CLASSES 10

#endif
