using System.Runtime.InteropServices;
using Google.FlatBuffers;

namespace TinyClassify.Conversion;

/// <summary>A flatbuffer under construction, in the format's terms: buffers, tensors, vectors.</summary>
/// <remarks>Flatbuffers grow from the end, so a table's parts are made before the table, never while one is open.</remarks>
internal sealed class ModelBuilder
{
    /// <summary>Weights are used where they lie, in flash, by code that loads whole vectors.</summary>
    public const int BufferAlignment = 16;

    private readonly List<int> _buffers = [];
    private readonly Dictionary<string, int> _tensorIndices = new(StringComparer.Ordinal);
    private readonly List<int> _tensors = [];
    private readonly Dictionary<(int Count, int ZeroPoint), int> _zeroPoints = [];

    public ModelBuilder(int capacity)
    {
        Flat = new FlatBufferBuilder(capacity);
        // Tensors without data point at buffer 0, which the format keeps empty.
        Flat.StartTable(0);
        _buffers.Add(Flat.EndTable());
    }

    public FlatBufferBuilder Flat { get; }

    /// <summary>Adds a buffer whose data starts at a multiple of 16 bytes from the start of the file.</summary>
    /// <returns>Its index.</returns>
    public uint AddBuffer(ReadOnlySpan<byte> data)
    {
        int vector = BytesVector(data, BufferAlignment);
        Flat.StartTable(1);
        Flat.AddOffset(TfliteSchema.Buffer.Data, vector, 0);
        _buffers.Add(Flat.EndTable());
        return (uint)_buffers.Count - 1;
    }

    /// <summary>Adds a tensor under a name that no other tensor has.</summary>
    /// <returns>Its index.</returns>
    public int AddTensor(string name, ReadOnlySpan<int> shape, TensorType type, uint buffer, int quantization)
    {
        if (!_tensorIndices.TryAdd(name, _tensors.Count))
            throw new ArgumentException($"Two tensors would be named '{name}'; expected names that stay apart with '/weights' added.");
        int nameOffset = Flat.CreateString(name).Value;
        int shapeOffset = IntVector(shape);
        Flat.StartTable(5);
        Flat.AddOffset(TfliteSchema.Tensor.Shape, shapeOffset, 0);
        Flat.AddSbyte(TfliteSchema.Tensor.Type, (sbyte)type, 0);
        Flat.AddUint(TfliteSchema.Tensor.Buffer, buffer, 0);
        Flat.AddOffset(TfliteSchema.Tensor.Name, nameOffset, 0);
        Flat.AddOffset(TfliteSchema.Tensor.Quantization, quantization, 0);
        _tensors.Add(Flat.EndTable());
        return _tensors.Count - 1;
    }

    /// <summary>Makes a quantisation table: one scale, or one for each index of <paramref name="axis"/>.</summary>
    public int Quantization(ReadOnlySpan<float> scales, int zeroPoint, int axis)
    {
        int zeroPointVector = ZeroPoints(scales.Length, zeroPoint);
        Flat.StartVector(sizeof(float), scales.Length, sizeof(float));
        Flat.Add(scales.ToArray());
        int scaleVector = Flat.EndVector().Value;
        Flat.StartTable(7);
        Flat.AddOffset(TfliteSchema.QuantizationParameters.Scale, scaleVector, 0);
        Flat.AddOffset(TfliteSchema.QuantizationParameters.ZeroPoint, zeroPointVector, 0);
        Flat.AddInt(TfliteSchema.QuantizationParameters.QuantizedDimension, axis, 0);
        return Flat.EndTable();
    }

    // The format wants a 64-bit zero point for each scale: eight zeros a channel, twice a layer, where a channel's weights may be
    // nine bytes. Equal vectors are stored once, which readers of flatbuffers do not notice.
    private int ZeroPoints(int count, int zeroPoint)
    {
        if (_zeroPoints.TryGetValue((count, zeroPoint), out int known))
            return known;
        long[] values = new long[count];
        Array.Fill(values, zeroPoint);
        Flat.StartVector(sizeof(long), values.Length, sizeof(long));
        Flat.Add(values);
        return _zeroPoints[(count, zeroPoint)] = Flat.EndVector().Value;
    }

    public int TensorIndex(QuantizedTensor tensor) => _tensorIndices[tensor.Name];

    public int TensorsVector() => OffsetVector(CollectionsMarshal.AsSpan(_tensors));

    public int BuffersVector() => OffsetVector(CollectionsMarshal.AsSpan(_buffers));

    public int BytesVector(ReadOnlySpan<byte> data, int alignment)
    {
        Flat.StartVector(1, data.Length, alignment);
        Flat.Add(data.ToArray());
        return Flat.EndVector().Value;
    }

    public int IntVector(ReadOnlySpan<int> values)
    {
        Flat.StartVector(sizeof(int), values.Length, sizeof(int));
        Flat.Add(values.ToArray());
        return Flat.EndVector().Value;
    }

    public int OffsetVector(ReadOnlySpan<int> offsets)
    {
        Flat.StartVector(sizeof(int), offsets.Length, sizeof(int));
        for (int i = offsets.Length - 1; i >= 0; i--)
            Flat.AddOffset(offsets[i]);
        return Flat.EndVector().Value;
    }
}
