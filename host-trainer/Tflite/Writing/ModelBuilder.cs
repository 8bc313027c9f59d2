using System.Runtime.InteropServices;
using Google.FlatBuffers;

namespace TinyClassify.Tflite;

/// <summary>A flatbuffer under construction, in the format's terms: buffers, tensors, vectors.</summary>
/// <remarks>Flatbuffers grow from the end, so a table's parts are made before the table, never while one is open. Equal vectors
/// and equal quantisations are stored once: readers follow offsets, and do not notice where two lead to one place.</remarks>
internal sealed class ModelBuilder
{
    /// <summary>Weights are used where they lie, in flash, by code that loads whole vectors.</summary>
    public const int BufferAlignment = 16;

    private readonly List<Offset<Format.Buffer>> _buffers = [];
    private readonly Dictionary<string, int> _tensorIndices = new(StringComparer.Ordinal);
    private readonly List<Offset<Format.Tensor>> _tensors = [];
    private readonly Dictionary<string, VectorOffset> _vectors = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Scales, int ZeroPoints, int Axis), Offset<Format.QuantizationParameters>> _quantizations =
        [];

    public ModelBuilder(int capacity)
    {
        Flat = new FlatBufferBuilder(capacity);
        // Tensors without data point at buffer 0, which the format keeps empty.
        _buffers.Add(Format.Buffer.CreateBuffer(Flat));
    }

    public FlatBufferBuilder Flat { get; }

    /// <summary>Adds a buffer whose data starts at a multiple of 16 bytes from the start of the file.</summary>
    /// <returns>Its index.</returns>
    public uint AddBuffer(ReadOnlySpan<byte> data)
    {
        Flat.StartVector(1, data.Length, BufferAlignment);
        Flat.Add(data.ToArray());
        _buffers.Add(Format.Buffer.CreateBuffer(Flat, Flat.EndVector()));
        return (uint)_buffers.Count - 1;
    }

    /// <summary>Adds a tensor under a name that no other tensor has.</summary>
    /// <returns>Its index.</returns>
    public int AddTensor(
        string name, ReadOnlySpan<int> shape, Format.TensorType type, uint buffer,
        Offset<Format.QuantizationParameters> quantization = default, bool isVariable = false)
    {
        if (!_tensorIndices.TryAdd(name, _tensors.Count))
            throw new ArgumentException(
                $"Two tensors would be named '{name}'; expected names that stay apart with '/weights' added.");
        StringOffset nameOffset = Flat.CreateString(name);
        _tensors.Add(Format.Tensor.CreateTensor(Flat, Vector(shape), type, buffer, nameOffset, quantization, isVariable));
        return _tensors.Count - 1;
    }

    /// <summary>Makes a quantisation table: one scale, or one for each index of an axis.</summary>
    public Offset<Format.QuantizationParameters> Quantization(TensorQuantization quantization)
    {
        // LiteRT asks for a 64-bit zero point for each scale: eight zeros a channel, twice a layer, where a channel's weights may
        // be nine bytes. Layers of equal width share them.
        VectorOffset zeroPointVector = Vector(quantization.ZeroPoints.AsSpan()), scaleVector =
            Vector(quantization.Scales.AsSpan());
        var key = (scaleVector.Value, zeroPointVector.Value, quantization.Axis);
        if (!_quantizations.TryGetValue(key, out Offset<Format.QuantizationParameters> table))
        {
            table = Format.QuantizationParameters.CreateQuantizationParameters(
                Flat, scaleOffset: scaleVector, zero_pointOffset: zeroPointVector, quantized_dimension: quantization.Axis);
            _quantizations.Add(key, table);
        }

        return table;
    }

    public VectorOffset TensorsVector() => Tables(CollectionsMarshal.AsSpan(_tensors));

    public VectorOffset BuffersVector() => Tables(CollectionsMarshal.AsSpan(_buffers));

    /// <summary>A vector of numbers; an equal one that is there already serves again.</summary>
    public VectorOffset Vector<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        string key = typeof(T).Name + Convert.ToBase64String(MemoryMarshal.AsBytes(values));
        if (!_vectors.TryGetValue(key, out VectorOffset vector))
        {
            int elementBytes = Marshal.SizeOf<T>();
            Flat.StartVector(elementBytes, values.Length, elementBytes);
            Flat.Add(values.ToArray());
            vector = Flat.EndVector();
            _vectors.Add(key, vector);
        }

        return vector;
    }

    /// <summary>A vector of offsets to tables.</summary>
    public VectorOffset Tables<T>(ReadOnlySpan<Offset<T>> tables)
        where T : struct
    {
        Flat.StartVector(sizeof(int), tables.Length, sizeof(int));
        for (int i = tables.Length - 1; i >= 0; i--)
            Flat.AddOffset(tables[i].Value);
        return Flat.EndVector();
    }
}
