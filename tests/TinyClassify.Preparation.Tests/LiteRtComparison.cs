using System.Runtime.InteropServices;
using Google.FlatBuffers;
using TinyClassify.Runtime;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation.Tests;

/// <summary>A prepared model in the engine against LiteRT on the file as it was given.</summary>
internal static class LiteRtComparison
{
    /// <summary>Fails where a byte of a score differs.</summary>
    public static void Run(LiteRt liteRt, byte[] original, PreparedModel prepared, int count)
    {
        using ClassifierModel engine = ClassifierModel.Open(prepared.Tflite, Rounding.Float);
        TfliteSubgraph before = TfliteReader.Read(original).Subgraphs[0], after = TfliteReader.Read(prepared.Tflite).Subgraphs[0];
        TfliteTensor input = before.Tensors[before.Inputs[0]], output = before.Tensors[before.Outputs[0]], codes =
            after.Tensors[after.Outputs[0]];
        string? dropped = before.Operators[^1].Name is "SOFTMAX" or "LOG_SOFTMAX" && output.Type == TensorType.FLOAT32
            && !after.Operators.Any(op => op.Name == before.Operators[^1].Name) ? before.Operators[^1].Name : null;
        var inputs = new sbyte[count * engine.Input.Length];
        new Random(7).NextBytes(MemoryMarshal.AsBytes(inputs.AsSpan()));
        (float scale, long zeroPoint) = prepared.Codes is InputCodes given
            ? (given.Given.Scales[0], given.Given.ZeroPoints[0]) : (engine.InputScale, engine.InputZeroPoint);
        byte[] theirs = Original(liteRt, original, Inputs(input, inputs, engine, scale, zeroPoint));
        inputs = prepared.Codes?.Apply(inputs, engine.InputChannels) ?? inputs;
        for (int n = 0; n < count; n++)
        {
            inputs.AsSpan(n * engine.Input.Length, engine.Input.Length).CopyTo(engine.Input);
            engine.Invoke();
            int[] expected = [.. Enumerable.Range(n * engine.Output.Length, engine.Output.Length)
                .Select(i => Code(output, theirs, i, codes))];
            int[] seen = [.. engine.Output.ToArray().Select(q => (int)q)];
            if (dropped is not null)
            {
                AssertNormalised(dropped, seen, codes, MemoryMarshal.Cast<byte, float>(theirs)
                    .Slice(n * seen.Length, seen.Length));
                continue;
            }

            for (int c = 0; c < seen.Length; c++)
                Assert.True(expected[c] == seen[c], $"input {n}, score {c} is {seen[c]}; LiteRT's is {expected[c]}");
        }
    }

    // The original goes on in float from where the prepared model ends.
    private static void AssertNormalised(string name, int[] codes, TfliteTensor tensor, ReadOnlySpan<float> expected)
    {
        double[] logits = [.. codes.Select(q =>
            (double)tensor.Quantization!.Scales[0] * (q - tensor.Quantization.ZeroPoints[0]))];
        double sum = Math.Log(logits.Sum(Math.Exp));
        for (int c = 0; c < logits.Length; c++)
            Assert.Equal(expected[c], name == "SOFTMAX" ? Math.Exp(logits[c] - sum) : logits[c] - sum, 1e-3);
    }

    // The same inputs in the type and order of the original's input tensor.
    private static byte[] Inputs(TfliteTensor input, ReadOnlySpan<sbyte> codes, ClassifierModel engine, float scale,
        long zeroPoint)
    {
        (int height, int width, int channels, int size) =
            (engine.InputHeight, engine.InputWidth, engine.InputChannels, engine.Input.Length);
        bool turned = input.Shape.Length == 4 && input.Shape[1] == channels && input.Shape[2] == height && input.Shape[3] == width
            && (input.Shape[1] != height || input.Shape[2] != width);
        var ordered = new sbyte[codes.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            int n = i / size, c = i % size % channels, pixel = i % size / channels;
            ordered[turned ? (n * size) + (c * height * width) + pixel : i] = codes[i];
        }

        return input.Type switch
        {
            TensorType.FLOAT32 => MemoryMarshal.AsBytes(
                ordered.Select(q => scale * (q - zeroPoint)).ToArray().AsSpan()).ToArray(),
            TensorType.UINT8 => [.. ordered.Select(q => (byte)(q + 128))],
            _ => MemoryMarshal.AsBytes(ordered.AsSpan()).ToArray(),
        };
    }

    // The code of the original's output element in the prepared model's output tensor.
    private static int Code(TfliteTensor output, byte[] theirs, int index, TfliteTensor codes) => output.Type switch
    {
        TensorType.FLOAT32 => (int)MathF.Round((BitConverter.ToSingle(theirs, index * 4) / codes.Quantization!.Scales[0])
            + codes.Quantization.ZeroPoints[0]),
        TensorType.UINT8 => theirs[index] - 128,
        _ => (sbyte)theirs[index],
    };

    // What LiteRT computes with the original. It reads other memory than the output's where a RESHAPE to a computed shape makes
    // the output: there the tensor before that RESHAPE, the same bytes, is the output. A file that it does not load is written
    // anew, with the same operators, and without what it stumbles over: signatures that name other tensors than the graph's ends,
    // biases with the weights' axis.
    private static byte[] Original(LiteRt liteRt, byte[] original, byte[] inputs)
    {
        EditableGraph graph = EditableGraph.Of(TfliteReader.Read(original));
        ReadOnlySpan<sbyte> given = MemoryMarshal.Cast<byte, sbyte>(inputs);
        bool isComputed = graph.Writer(graph.Output) is { Code: BuiltinOperator.RESHAPE } last
            && last.At(1) is { IsConstant: false };
        try
        {
            if (!isComputed)
                return MemoryMarshal.AsBytes(liteRt.Run(WithKnownBatch(original), given).AsSpan()).ToArray();
        }
        catch (InvalidDataException)
        {
            // Not loaded.
        }

        graph.Output = isComputed ? graph.Writer(graph.Output)!.Input : graph.Output;
        int number = 0;
        foreach (EditableTensor tensor in graph.Operators.SelectMany(op => op.Inputs.OfType<EditableTensor>().Concat(op.Outputs))
            .Distinct())
        {
            tensor.Name = $"tensor {number++}";
            if (tensor.Quantization is TensorQuantization some && some.Axis >= Math.Max(1, tensor.Shape.Length))
                tensor.Quantization = some with { Axis = 0 };
        }

        return MemoryMarshal.AsBytes(liteRt.Run(ModelWriter.Write(graph, FactorPlace.Ram), given).AsSpan()).ToArray();
    }

    // LiteRT's binding asks for known dimensions: an unknown batch, -1 in a tensor's shape signature, becomes 1.
    private static byte[] WithKnownBatch(byte[] original)
    {
        byte[] file = [.. original];
        SubGraph graph = Model.GetRootAsModel(new ByteBuffer(file)).Subgraphs(0)!.Value;
        for (int i = 0; i < graph.TensorsLength; i++)
        {
            if (graph.Tensors(i)!.Value.GetShapeSignatureBytes() is not ArraySegment<byte> signature)
                continue;
            for (int at = signature.Offset; at < signature.Offset + signature.Count; at += sizeof(int))
            {
                if (BitConverter.ToInt32(file, at) == -1)
                    BitConverter.TryWriteBytes(file.AsSpan(at), 1);
            }
        }

        return file;
    }
}
