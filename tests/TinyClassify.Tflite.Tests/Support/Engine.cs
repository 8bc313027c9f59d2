using TinyClassify.Runtime;

namespace TinyClassify.Tflite.Tests;

/// <summary>Our own engine, through the one C API that everything uses.</summary>
internal static class Engine
{
    /// <summary>Runs a model over a batch.</summary>
    /// <param name="model">A .tflite file.</param>
    /// <param name="inputs">Input tensors, one after the other.</param>
    /// <param name="rounding">Float as LiteRT, double as TFLite Micro.</param>
    /// <param name="kernels">Which kernels run.</param>
    /// <returns>Output tensors, one after the other.</returns>
    public static sbyte[] Run(byte[] model, ReadOnlySpan<sbyte> inputs, Rounding rounding, KernelSet kernels = KernelSet.Fastest)
    {
        using ClassifierModel engine = ClassifierModel.Open(model, rounding, kernels);
        int inputSize = engine.Input.Length, outputSize = engine.ClassCount;
        Assert.True(inputs.Length % inputSize == 0, $"{inputs.Length} input bytes; expected a multiple of {inputSize}.");
        var outputs = new sbyte[inputs.Length / inputSize * outputSize];
        for (int n = 0; n * inputSize < inputs.Length; n++)
        {
            inputs.Slice(n * inputSize, inputSize).CopyTo(engine.Input);
            engine.Invoke();
            engine.Output.CopyTo(outputs.AsSpan(n * outputSize));
        }

        return outputs;
    }
}
