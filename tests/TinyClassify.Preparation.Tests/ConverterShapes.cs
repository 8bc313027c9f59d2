using TinyClassify.Tflite.Format;
using WindowPadding = TinyClassify.Tflite.Format.Padding;

namespace TinyClassify.Preparation.Tests;

/// <summary>Small networks in the shapes that real converters write: Keras, PyTorch by way of NCHW, Edge Impulse.</summary>
internal sealed class ConverterShapes
{
    private readonly Random _random;
    private readonly EditableGraph _graph;
    private EditableTensor _at;

    private ConverterShapes(int seed, TensorType type, params int[] shape)
    {
        _random = new Random(seed);
        _at = new EditableTensor
        {
            Name = "input", Shape = shape, Type = type, Quantization = type == TensorType.UINT8
            ? Grid(1f / 128, 128) : null
        };
        if (type == TensorType.INT8)
            _at.Quantization = Grid(1f / 128, -3);
        _graph = new EditableGraph { Name = "shape", Input = _at, Output = _at };
    }

    public static IReadOnlyDictionary<string, Func<int, EditableGraph>> All { get; } =
        new Dictionary<string, Func<int, EditableGraph>>
        {
            ["float ends"] = seed => Of(seed, TensorType.FLOAT32, 1, 9, 7, 3).Quantize(TensorType.INT8, 0.02f, -7).Convolve(4)
                .Connect(5).Softmax().Dequantize().Done(),
            ["uint8 ends"] = seed => Of(seed, TensorType.UINT8, 1, 9, 7, 3).Quantize(TensorType.INT8, 1f / 128, 0).Convolve(4)
            .Connect(5).Quantize(TensorType.UINT8, 0, 0).Done(),
            ["float tail"] = seed => Of(seed, TensorType.INT8, 1, 6, 7, 3).Connect(5).Dequantize()
            .FloatSoftmax(BuiltinOperator.SOFTMAX).Done(),
            ["float log softmax"] = seed => Of(seed, TensorType.INT8, 1, 6, 7, 3).Connect(5).Dequantize()
            .FloatSoftmax(BuiltinOperator.LOG_SOFTMAX).Done(),
            ["computed flatten"] = seed => Of(seed, TensorType.INT8, 1, 9, 7, 3).Convolve(4).ComputedFlatten().Connect(5).Done(),
            ["computed flatten of probabilities"] = seed =>
            Of(seed, TensorType.INT8, 1, 6, 7, 3).Connect(5).Softmax().ComputedFlatten().Done(),
            ["mean to a row"] = seed => Of(seed, TensorType.INT8, 1, 8 - (seed % 5), 8, 3).Convolve(6).Mean(false, 1, 2)
                .Connect(5)
            .Done(),
            ["mean kept"] = seed => Of(seed, TensorType.INT8, 1, 8, 9, 3).Convolve(6).Mean(true, -3, -2).Connect(5).Done(),
            ["mean on another grid"] = seed => Of(seed, TensorType.INT8, 1, 8 - (seed % 5), 9, 3).Convolve(6).Mean(false, 1, 2)
                .OnGrid(0.3f + (0.2f * (seed % 4)), seed - 3).Connect(5).Done(),
            ["mean of NCHW"] = seed => Of(seed, TensorType.INT8, 1, 8, 6, 3).Convolve(6).Transpose(0, 3, 1, 2).Mean(false, 3)
            .Mean(false, 2).Connect(5).Done(),
            ["Keras padding"] = seed => Of(seed, TensorType.INT8, 1, 8, 10, 3).Pad(0, 1, 0, 1)
            .Convolve(5, stride: 2, WindowPadding.VALID).Connect(5).Done(),
            ["PyTorch padding"] = seed => Of(seed, TensorType.INT8, 1, 8, 10, 3).Pad(1, 1, 1, 1)
            .Convolve(5, stride: 2, WindowPadding.VALID).Pad(1, 1, 1, 1)
                .Convolve(4, stride: 1, WindowPadding.VALID).Connect(5).Done(),
            ["PyTorch's depthwise padding"] = seed =>
                Of(seed, TensorType.INT8, 1, 8, 10, 3).Convolve(8).Pad(1, 1, 1, 1).Filter(3, 2)
            .Pad(2, 2, 2, 2)
                .Filter(5, 2).Connect(5).Done(),
            ["uneven padding"] = seed => Of(seed, TensorType.INT8, 1, 8, 10, 3).Pad(1, 0, 1, 0)
            .Convolve(5, stride: 2, WindowPadding.VALID).Pad(0, 2, 2, 0)
                .Convolve(4, stride: 1, WindowPadding.VALID).Pad(2, 2, 2, 2).Convolve(4, stride: 1, WindowPadding.VALID)
                .Connect(5)
                .Done(),
            ["rows"] = seed => Of(seed, TensorType.INT8, 1, 4, 3, 6).Connect(7, rows: true).Reshape(1, 84).Connect(5).Done(),
            ["row in"] = seed => Of(seed, TensorType.INT8, 1, 60).Reshape(1, 5, 4, 3).Convolve(4).Connect(5).Done(),
            ["row in, connected"] = seed => Of(seed, TensorType.INT8, 1, 60).Connect(9).Connect(5).Done(),
            ["sequence"] = seed => Of(seed, TensorType.INT8, 1, 12, 5).Expand(1, 1, 12, 5).Convolve(4).Squeeze(1, 12, 4)
            .Reshape(1, 48).Connect(5).Done(),
            ["NCHW"] = seed => Of(seed, TensorType.INT8, 1, 3, 9, 7).Transpose(0, 2, 3, 1).Convolve(4).Transpose(0, 3, 1, 2)
            .Transpose(0, 2, 3, 1).Convolve(5)
                .Transpose(0, 3, 1, 2).Reshape(1, 5 * 9 * 7).Connect(6).Done(),
            ["scaled pictures"] = seed => Of(seed, TensorType.UINT8, 1, 9, 7, 3).Quantize(TensorType.INT8, 0.011f, -9)
            .WithConstant(BuiltinOperator.MUL, 3)
                .WithConstant(seed % 2 == 0 ? BuiltinOperator.SUB : BuiltinOperator.ADD, 1, 1, 3).Convolve(4).Connect(6).Done(),
            ["scaled float pictures"] = seed => Of(seed, TensorType.FLOAT32, 1, 9, 7, 1).Quantize(TensorType.INT8, 0.011f, -9)
            .WithConstant(BuiltinOperator.MUL)
                .WithConstant(BuiltinOperator.SUB).Convolve(4).Connect(6).Done(),
            ["scaled NCHW"] = seed => Of(seed, TensorType.INT8, 1, 3, 9, 7).WithConstant(BuiltinOperator.SUB, 1, 3, 1, 1)
            .WithConstant(BuiltinOperator.MUL, 3, 1, 1)
                .Transpose(0, 2, 3, 1).Convolve(4).Connect(6).Done(),
            ["clamped sigmoid"] = seed => Of(seed, TensorType.INT8, 1, 9, 7, 3).Convolve(4).OnGrid(1, -2).Clamped(126, -90 - seed)
            .Sigmoid().Convolve(5).Connect(6).Done(),
            ["clamped"] = seed => Of(seed, TensorType.INT8, 1, 9, 7, 3).Convolve(4).OnGrid(1, -2).Clamped(100 + seed, -70)
                .Convolve(5)
            .Connect(6).Done(),
            ["leaky"] = seed => Of(seed, TensorType.FLOAT32, 1, 9, 7, 3).Quantize(TensorType.INT8, 0.02f, -7).Convolve(4)
            .Leaky(0.1f * seed).Connect(6).Done(),
            ["NCHW arithmetic"] = seed => Of(seed, TensorType.INT8, 1, 9, 7, 3).Convolve(4).Transpose(0, 3, 1, 2).Bounded()
            .WithConstant(BuiltinOperator.ADD, 4, 1, 1)
                .WithConstant(BuiltinOperator.MUL).JoinedWithItself(1).Transpose(0, 2, 3, 1).Convolve(5).Connect(6).Done(),
            ["swapped height and width"] = seed => Of(seed, TensorType.INT8, 1, 9, 7, 2).Transpose(0, 2, 1, 3).Pad(0, 1, 1, 0)
            .Convolve(4, stride: 2)
                .Convolve(5).Mean(false, 1, 2).Connect(6).Done(),
            ["greatest"] = seed => Of(seed, TensorType.INT8, 1, 9, 7, 3).Convolve(4).Greatest(1, 2).Connect(6).Done(),
            ["greatest of a sequence"] = seed => Of(seed, TensorType.INT8, 1, 12, 5).Greatest(1).Connect(6).Done(),
            ["one sigmoid"] = seed => Of(seed, TensorType.FLOAT32, 1, 9, 7, 3).Quantize(TensorType.INT8, 0.02f, -7).Convolve(4)
            .Connect(1).Sigmoid().Dequantize().Done(),
            ["normalised instances"] = seed => Of(seed, TensorType.FLOAT32, 1, 9, 7, 3)
                .Quantize(TensorType.INT8, 0.02f, -7).Convolve(4).Normalised().Connect(6).Done(),
            ["hard swish"] = seed => Of(seed, TensorType.FLOAT32, 1, 9, 7, 3)
                .Quantize(TensorType.INT8, 0.02f, -7).Convolve(4).HardSwish(seed).Connect(6).Done(),
            ["rectified alone"] = seed => Of(seed, TensorType.FLOAT32, 1, 9, 7, 3)
                .Quantize(TensorType.INT8, 0.02f, -7).Convolve(4).OnGrid(1, -20)
                .Rectified(seed % 2 == 0 ? BuiltinOperator.RELU6 : BuiltinOperator.RELU).Connect(6).Done(),
            ["split channels"] = seed => Of(seed, TensorType.FLOAT32, 1, 9, 7, 3)
                .Quantize(TensorType.INT8, 0.02f, -7).Convolve(6).SumOfHalves().Connect(6).Done(),
            ["copies"] = seed => Of(seed, TensorType.INT8, 1, 6, 7, 3).Convolve(4).Pad(0, 0, 0, 0).Reshape(1, 6, 7, 4)
            .Reshape(1, 42, 4).Reshape(1, 168).Connect(5).Done(),
        };

    private static ConverterShapes Of(int seed, TensorType type, params int[] shape) => new(seed, type, shape);

    private EditableGraph Done()
    {
        _graph.Output = _at;
        int number = 0;
        foreach (EditableTensor tensor in _graph.Operators.SelectMany(op => op.Inputs.OfType<EditableTensor>().Concat(op.Outputs))
            .Distinct())
            tensor.Name = $"t{number++}";
        return _graph;
    }

    private ConverterShapes Add(BuiltinOperator code, OperatorOptions options, EditableTensor output,
        params EditableTensor[] constants)
    {
        _graph.Operators.Add(EditableOperator.Make(code, options, output, [_at, .. constants]));
        _at = output;
        return this;
    }

    private EditableTensor Like(params int[] shape) => _at.Like("", shape);

    private ConverterShapes Quantize(TensorType type, float scale, int zeroPoint) =>
        Add(BuiltinOperator.QUANTIZE, OperatorOptions.None, new EditableTensor
        {
            Name = "", Shape = _at.Shape, Type = type, Quantization = scale > 0 ? Grid(scale, zeroPoint)
            : Grid(_at.Scale, _at.ZeroPoint + 128),
        });

    private ConverterShapes Dequantize() =>
        Add(BuiltinOperator.DEQUANTIZE, OperatorOptions.None,
            new EditableTensor { Name = "", Shape = _at.Shape, Type = TensorType.FLOAT32 });

    private ConverterShapes FloatSoftmax(BuiltinOperator code) =>
        Add(code, new OperatorOptions { Beta = 1 },
            new EditableTensor { Name = "", Shape = _at.Shape, Type = TensorType.FLOAT32 });

    private ConverterShapes Sigmoid() =>
        Add(BuiltinOperator.LOGISTIC, OperatorOptions.None,
            new EditableTensor { Name = "", Shape = _at.Shape, Type = TensorType.INT8, Quantization = Grid(1f / 256, -128) });

    private ConverterShapes Leaky(float alpha) =>
        Add(BuiltinOperator.LEAKY_RELU, new OperatorOptions { Alpha = alpha }, new EditableTensor
        {
            Name = "", Shape = _at.Shape, Type = TensorType.INT8, Quantization = Grid(_at.Scale * 0.8f, 11),
        });

    private ConverterShapes HardSwish(int seed)
    {
        _at.Quantization = Grid(0.02f + (0.03f * seed), 10 * seed);
        return Add(BuiltinOperator.HARD_SWISH, OperatorOptions.None, On(Grid(_at.Scale * 0.8f, -90)));
    }

    private ConverterShapes Rectified(BuiltinOperator code) => Add(code, OperatorOptions.None, Like(_at.Shape));

    private ConverterShapes SumOfHalves()
    {
        int channels = _at.Shape[3] / 2;
        int[] half = [1, _at.Shape[1], _at.Shape[2], channels];
        EditableTensor first = Like(half), second = Like(half);
        _graph.Operators.Add(new EditableOperator
        {
            Code = BuiltinOperator.SPLIT, Name = "SPLIT", Inputs = [EditableTensor.Of("", [], 3), _at], Outputs = [first, second],
            Options = new OperatorOptions { Splits = 2 }, Version = 2,
        });
        _at = first;
        return Add(BuiltinOperator.ADD, new OperatorOptions { Activation = 0 }, On(Grid(_at.Scale * 1.7f, -60)), second);
    }

    // x / sqrt(variance + a little) of each channel of each picture, as instance normalisation comes out of a converter.
    private ConverterShapes Normalised()
    {
        EditableTensor picture = _at;
        Mean(true, 1, 2);
        EditableTensor mean = _at;
        _at = picture;
        TensorQuantization squares = Grid(picture.Scale * picture.Scale * 60, -128);
        Add(BuiltinOperator.SQUARED_DIFFERENCE, OperatorOptions.None, On(squares), mean).Mean(true, 1, 2);
        EditableTensor little = Constant(127, [1], Grid(_at.Scale / 60, -128));
        Add(BuiltinOperator.ADD, new OperatorOptions { Activation = 0 }, On(Grid(_at.Scale * 1.02f, -128)), little);
        Add(BuiltinOperator.RSQRT, OperatorOptions.None, On(Grid(0.5f / MathF.Sqrt(_at.Scale) / 255, -128)));
        EditableTensor factor = _at;
        _at = picture;
        TensorQuantization grid = Grid(picture.Scale * factor.Scale * 120, -128);
        return Add(BuiltinOperator.MUL, new OperatorOptions { Activation = 0 }, On(grid), factor);
    }

    private EditableTensor On(TensorQuantization grid) =>
        new() { Name = "", Shape = _at.Shape, Type = TensorType.INT8, Quantization = grid };

    private ConverterShapes Clamped(int most, int least) =>
        Add(BuiltinOperator.MINIMUM, OperatorOptions.None, Like(_at.Shape), Constant((sbyte)most, [], _at.Quantization!))
        .Add(BuiltinOperator.MAXIMUM, OperatorOptions.None, Like(_at.Shape), Constant((sbyte)least, [1], _at.Quantization!));

    // A clamp that no code reaches, as converters write it whose ranges were measured behind it.
    private ConverterShapes Bounded() => Add(BuiltinOperator.MINIMUM, OperatorOptions.None, Like(_at.Shape),
        Constant(127, [], _at.Quantization!))
        .Add(BuiltinOperator.MAXIMUM, OperatorOptions.None, Like(_at.Shape), Constant(-128, [], _at.Quantization!));

    private ConverterShapes WithConstant(BuiltinOperator code, params int[] shape)
    {
        EditableTensor constant = Constant(0, shape, Grid(_at.Scale * 0.7f, 3));
        byte[] codes = new byte[constant.Data.Length];
        _random.NextBytes(codes);
        constant.Data = codes;
        EditableTensor output = Like(_at.Shape);
        output.Quantization = Grid(code == BuiltinOperator.MUL ? _at.Scale * constant.Scale * 100 : _at.Scale * 1.6f, -5);
        return Add(code, new OperatorOptions { Activation = 0 }, output, constant);
    }

    private static EditableTensor Constant(sbyte value, int[] shape, TensorQuantization grid) => new()
    {
        Name = "", Shape = shape, Type = TensorType.INT8, Quantization = grid,
        Data = Enumerable.Repeat((byte)value, shape.Aggregate(1, (a, b) => a * b)).ToArray(),
    };

    private ConverterShapes JoinedWithItself(int axis)
    {
        EditableTensor half = _at;
        return Add(BuiltinOperator.CONCATENATION, new OperatorOptions { Axis = axis, Activation = 0 },
            Like([.. half.Shape.Select((extent, i) => i == axis ? 2 * extent : extent)]), half);
    }

    private ConverterShapes Greatest(params int[] axes) => Add(
        BuiltinOperator.REDUCE_MAX, new OperatorOptions { KeepDimensions = false },
        Like([.. _at.Shape.Where((_, i) => !axes.Contains(i))]),
        EditableTensor.Of("", [axes.Length], axes));

    private ConverterShapes Softmax() => Add(BuiltinOperator.SOFTMAX, new OperatorOptions { Beta = 1 }, new EditableTensor
    {
        Name = "", Shape = _at.Shape, Type = TensorType.INT8, Quantization = Grid(1f / 256, -128),
    });

    private ConverterShapes Reshape(params int[] shape) =>
        Add(BuiltinOperator.RESHAPE, OperatorOptions.None, Like(shape),
            EditableTensor.Of("", [shape.Length], [-1, .. shape[1..]]));

    private ConverterShapes Expand(params int[] shape) =>
        Add(BuiltinOperator.EXPAND_DIMS, OperatorOptions.None, Like(shape), EditableTensor.Of("", [], 1));

    private ConverterShapes Squeeze(params int[] shape) =>
        Add(BuiltinOperator.RESHAPE, OperatorOptions.None, Like(shape), EditableTensor.Of("", [shape.Length], shape));

    private ConverterShapes Transpose(params int[] order) =>
        Add(BuiltinOperator.TRANSPOSE, OperatorOptions.None, Like([.. order.Select(axis => _at.Shape[axis])]),
            EditableTensor.Of("", [4], order));

    private ConverterShapes Mean(bool kept, params int[] axes)
    {
        int rank = _at.Shape.Length;
        int[] places = [.. axes.Select(a => (a + rank) % rank)];
        int[] shape = [.. _at.Shape.Select((d, i) => places.Contains(i) ? kept ? 1 : 0 : d).Where(d => d > 0)];
        return Add(BuiltinOperator.MEAN, new OperatorOptions { KeepDimensions = kept }, Like(shape),
            EditableTensor.Of("", [axes.Length], axes));
    }

    private ConverterShapes OnGrid(float ratio, int zeroPoint)
    {
        _at.Quantization = Grid(_at.Scale * ratio, zeroPoint);
        return this;
    }

    private ConverterShapes Pad(int top, int bottom, int left, int right) => Add(
        BuiltinOperator.PAD, OperatorOptions.None,
        Like(1, _at.Shape[1] + top + bottom, _at.Shape[2] + left + right, _at.Shape[3]),
        EditableTensor.Of("", [4, 2], 0, 0, top, bottom, left, right, 0, 0));

    // What Keras' Flatten becomes where the batch is unknown.
    private ConverterShapes ComputedFlatten()
    {
        EditableTensor picture = _at, batch = Integers([]), row = Integers(2), all = Integers(4);
        _graph.Operators.Add(EditableOperator.Make(BuiltinOperator.SHAPE, OperatorOptions.None, all, picture));
        _graph.Operators.Add(EditableOperator.Make(
            BuiltinOperator.STRIDED_SLICE, new OperatorOptions { ShrinkAxisMask = 1 }, batch, all, EditableTensor.Of("", [1], 0),
            EditableTensor.Of("", [1], 1), EditableTensor.Of("", [1], 1)));
        _graph.Operators.Add(EditableOperator.Make(
            BuiltinOperator.PACK, new OperatorOptions { Axis = 0 }, row, batch, EditableTensor.Of("", [], picture.ElementCount)));
        return Add(BuiltinOperator.RESHAPE, OperatorOptions.None, Like(1, picture.ElementCount), row);
    }

    private static EditableTensor Integers(params int[] shape) => new() { Name = "", Shape = shape, Type = TensorType.INT32 };

    private ConverterShapes Convolve(int channels, int stride = 1, WindowPadding padding = WindowPadding.SAME)
    {
        int depth = _at.Shape[3];
        int Extent(int input) => padding == WindowPadding.SAME ? (input + stride - 1) / stride : (input - 3 + stride) / stride;
        EditableTensor kernel = Weights([channels, 3, _at.Shape[1] == 1 ? 1 : 3, depth], channels, perChannel: true);
        int width = _at.Shape[1] == 1 ? _at.Shape[2] : Extent(_at.Shape[2]);
        EditableTensor bias = Bias(kernel, channels);
        return Add(
            BuiltinOperator.CONV_2D,
            new OperatorOptions { Padding = (int)padding, StrideHeight = stride, StrideWidth = stride, Activation = 1 },
            Output([1, Extent(_at.Shape[1]), width, channels], 27 * depth / 3, kernel), kernel, bias);
    }

    private ConverterShapes Filter(int taps, int stride)
    {
        int channels = _at.Shape[3];
        int Extent(int input) => ((input - taps) / stride) + 1;
        EditableTensor kernel = Weights([1, taps, taps, channels], channels, perChannel: true);
        kernel.Quantization = kernel.Quantization! with { Axis = 3 };
        return Add(
            BuiltinOperator.DEPTHWISE_CONV_2D,
            new OperatorOptions
            {
                Padding = (int)WindowPadding.VALID, StrideHeight = stride, StrideWidth = stride,
                DepthMultiplier = 1, Activation = 1
            },
            Output([1, Extent(_at.Shape[1]), Extent(_at.Shape[2]), channels], taps * taps, kernel), kernel,
            Bias(kernel, channels));
    }

    private ConverterShapes Connect(int channels, bool rows = false)
    {
        int depth = rows ? _at.Shape[^1] : _at.ElementCount;
        EditableTensor weights = Weights([channels, depth], channels, perChannel: false);
        return Add(
            BuiltinOperator.FULLY_CONNECTED, new OperatorOptions { Activation = 0, KeepDimensions = false },
            Output([_at.ElementCount / depth, channels], depth, weights), weights, Bias(weights, channels));
    }

    private EditableTensor Output(int[] shape, int taps, EditableTensor weights)
    {
        float step = _at.Scale * weights.Quantization!.Scales[0] * 74 * 74 * MathF.Sqrt(taps) / 50;
        return new EditableTensor
        {
            Name = "", Shape = shape, Type = TensorType.INT8,
            Quantization = Grid(step, _random.Next(-128, 20))
        };
    }

    private EditableTensor Weights(int[] shape, int channels, bool perChannel)
    {
        var data = new byte[shape.Aggregate((a, b) => a * b)];
        for (int i = 0; i < data.Length; i++)
            data[i] = (byte)(sbyte)_random.Next(-127, 128);
        float[] scales = [.. Enumerable.Range(0, perChannel ? channels : 1).Select(_ => 0.002f + (0.01f * _random.NextSingle()))];
        return new EditableTensor
        {
            Name = "", Shape = shape, Type = TensorType.INT8, Data = data,
            Quantization = new TensorQuantization([.. scales], [.. Enumerable.Repeat(0L, scales.Length)], 0),
        };
    }

    private EditableTensor Bias(EditableTensor weights, int channels)
    {
        EditableTensor bias = EditableTensor.Of("", [channels],
            [.. Enumerable.Range(0, channels).Select(_ => _random.Next(-3000, 3000))]);
        TensorQuantization scales = weights.Quantization!;
        bias.Quantization = scales with { Scales = [.. scales.Scales.Select(s => s * _at.Scale)] };
        return bias;
    }

    private static TensorQuantization Grid(float scale, int zeroPoint) => new([scale], [zeroPoint], 0);
}
