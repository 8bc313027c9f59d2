using System.Text;
using TinyClassify.Runtime.Interop;

namespace TinyClassify.Runtime;

/// <summary>An int8 .tflite image classifier, ready to run in the native engine.</summary>
/// <remarks>
/// One thread at a time; different models are independent. Opening copies the file's bytes. Spans that this class hands out
/// lie in native memory: do not use them after <see cref="Dispose"/>.
/// </remarks>
public sealed unsafe class ClassifierModel : IDisposable
{
    private readonly NativeApi _api;
    private readonly AlignedMemory _file;
    private readonly AlignedMemory _memory;
    private readonly nint _model;
    private AlignedMemory? _workspace;

    private ClassifierModel(ReadOnlySpan<byte> file, Rounding rounding, KernelSet kernels)
    {
        Rounding = rounding;
        _api = NativeApi.For(rounding);
        _file = new AlignedMemory(file);
        try
        {
            var source = Source(_file, kernels);
            Requirements = MeasureCopy(_api, source);
            _memory = new AlignedMemory((uint)Requirements.MemoryBytes);
            NativeDiagnostic diagnostic = default;
            nint model;
            _api.Check(_api.Open(&source, _memory.Pointer, _memory.Bytes, &model, &diagnostic), diagnostic);
            _model = model;
            NativeDescription description;
            _api.Check(_api.Describe(_model, &description), "describing a model that was just opened");
            Read(description);
            Labels = [.. Enumerable.Range(0, ClassCount).Select(ReadLabel)];
            Operators = [.. Enumerable.Range(0, (int)description.OperatorCount).Select(ReadOperator)];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The rounding mode that it was opened with.</summary>
    public Rounding Rounding { get; }

    /// <summary>Memory that it takes beside its file.</summary>
    public ModelRequirements Requirements { get; }

    /// <summary>The model's description; empty when the file has none.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Pixels.</summary>
    public int InputHeight { get; private set; }

    /// <summary>Pixels.</summary>
    public int InputWidth { get; private set; }

    /// <summary>Values of a pixel.</summary>
    public int InputChannels { get; private set; }

    /// <summary>real = InputScale * (q - InputZeroPoint).</summary>
    public float InputScale { get; private set; }

    /// <summary>[-128, 127].</summary>
    public int InputZeroPoint { get; private set; }

    /// <summary>What feeds the input: a colour picture, a grey one, or numbers that no picture gives.</summary>
    public InputKind InputKind { get; private set; }

    /// <summary>Number of scores: as many as classes; 1 where one sigmoid tells two classes apart.</summary>
    public int OutputCount { get; private set; }

    /// <summary>Number of classes.</summary>
    public int ClassCount { get; private set; }

    /// <summary>real = OutputScale * (q - OutputZeroPoint).</summary>
    public float OutputScale { get; private set; }

    /// <summary>[-128, 127].</summary>
    public int OutputZeroPoint { get; private set; }

    /// <summary>Whether the scores are probabilities already; otherwise they are logits.</summary>
    public bool OutputIsSoftmax { get; private set; }

    /// <summary>Activations and kernel scratch at their peak, bytes.</summary>
    public int ArenaBytes { get; private set; }

    /// <summary>Multiply-accumulates of one inference.</summary>
    public long Macs { get; private set; }

    /// <summary>Constant tensors: weights and biases, bytes.</summary>
    public long WeightBytes { get; private set; }

    /// <summary>A name for each class; empty strings where the file carries no labels.</summary>
    public IReadOnlyList<string> Labels { get; } = [];

    /// <summary>The plan, in execution order.</summary>
    public IReadOnlyList<OperatorInfo> Operators { get; } = [];

    /// <summary>Workspace that classifying a picture may use, bytes; the board's unless it is set.</summary>
    public int WorkspaceBytes { get; set; } = PictureDecoder.BoardWorkspaceBytes;

    /// <summary>The input tensor, int8 [InputHeight, InputWidth, InputChannels]. Write it anew before each
    /// <see cref="Invoke"/>: running overwrites it.</summary>
    public Span<sbyte> Input
    {
        get
        {
            RequireOpen();
            return new(_api.Input(_model), InputHeight * InputWidth * InputChannels);
        }
    }

    /// <summary>The scores of the last run, int8 [OutputCount]. Valid until <see cref="Input"/> is written.</summary>
    public ReadOnlySpan<sbyte> Output
    {
        get
        {
            RequireOpen();
            return new(_api.Output(_model), OutputCount);
        }
    }

    /// <summary>Opens a model file.</summary>
    /// <exception cref="TinyClassifyException">The file is damaged, or holds a model that the engine does not run.</exception>
    /// <exception cref="DllNotFoundException">The native library is missing; the message says how to build it.</exception>
    public static ClassifierModel Open(string path, Rounding rounding = Rounding.Double) =>
        new(File.ReadAllBytes(path), rounding, KernelSet.Fastest);

    /// <summary>Opens a model from the bytes of its file.</summary>
    /// <exception cref="TinyClassifyException">As for a path.</exception>
    public static ClassifierModel Open(
        ReadOnlySpan<byte> file, Rounding rounding = Rounding.Double, KernelSet kernels = KernelSet.Fastest) =>
        new(file, rounding, kernels);

    /// <summary>Validates a model and tells what memory it takes, without opening it.</summary>
    /// <exception cref="TinyClassifyException">As for <see cref="Open(string, Rounding)"/>.</exception>
    public static ModelRequirements Measure(
        ReadOnlySpan<byte> file, Rounding rounding = Rounding.Double, KernelSet kernels = KernelSet.Fastest)
    {
        using var copy = new AlignedMemory(file);
        return MeasureCopy(NativeApi.For(rounding), Source(copy, kernels));
    }

    /// <summary>Runs the model on what stands in <see cref="Input"/>.</summary>
    public void Invoke()
    {
        RequireOpen();
        _api.Invoke(_model);
        GC.KeepAlive(this);
    }

    /// <summary>As <see cref="Invoke"/>, with the time that each operator took.</summary>
    /// <returns>One for each of <see cref="Operators"/>, in steps of 100 ns.</returns>
    public TimeSpan[] InvokeProfiled()
    {
        RequireOpen();
        var ticks = new uint[Operators.Count];
        fixed (uint* pointer = ticks)
            _api.InvokeProfiled(_model, NativeClock.Pointer, null, pointer);
        GC.KeepAlive(this);
        return Array.ConvertAll(ticks, NativeClock.Span);
    }

    /// <summary>The best classes of the last run, best first; equal scores stand in class order.</summary>
    /// <param name="count">[1, ClassCount].</param>
    public Prediction[] Top(int count)
    {
        RequireOpen();
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, ClassCount);
        var predictions = new NativePrediction[count];
        fixed (NativePrediction* pointer = predictions)
            _api.Check(_api.Top(_model, (uint)count, pointer), $"the best {count} of {ClassCount} classes");
        GC.KeepAlive(this);
        return Array.ConvertAll(predictions, p => new Prediction((int)p.ClassIndex, Labels[(int)p.ClassIndex], p.Score,
            (int)p.ProbabilityPermille));
    }

    /// <summary>Decodes a picture into the model's input and runs it.</summary>
    /// <param name="file">The bytes of a .jpg, .png or .bmp file.</param>
    /// <exception cref="TinyClassifyException">The picture cannot be decoded; <see cref="Output"/> has no meaning until the next
    /// run.</exception>
    public PictureTimes ClassifyPicture(ReadOnlySpan<byte> file)
    {
        fixed (byte* bytes = file)
        {
            var memory = new NativeMemoryFile { Bytes = bytes, Size = (uint)file.Length };
            var picture = new NativePicture();
            _api.MemoryReader(&memory, &picture.File);
            return Classify(picture, default, 0, 0);
        }
    }

    /// <summary>As above, of a stream, which is read on from where it stands.</summary>
    /// <exception cref="IOException">The stream's own, or another exception that it throws.</exception>
    public PictureTimes ClassifyPicture(Stream file) => Classify(file, default, 0, 0, null);

    /// <summary>As above, and draws the part of the picture that the model sees for a display.</summary>
    /// <param name="file">A .jpg, .png or .bmp file.</param>
    /// <param name="preview">Receives RGB565 [previewHeight, previewWidth]; undefined after an error.</param>
    /// <param name="previewWidth">Pixels, 1 at least.</param>
    /// <param name="previewHeight">Pixels, 1 at least.</param>
    /// <param name="proceed">Asked on the way whether to go on; where it says no, <see cref="TinyClassifyStatus.Cancelled"/> is
    /// thrown.</param>
    public PictureTimes ClassifyPicture(Stream file, Span<ushort> preview, int previewWidth, int previewHeight,
        Func<bool>? proceed = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(previewWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(previewHeight, 1);
        if (preview.Length != (long)previewWidth * previewHeight)
            throw new ArgumentException(
                $"The preview has {preview.Length} pixels; expected width * height = {(long)previewWidth * previewHeight}.",
                nameof(preview));
        return Classify(file, preview, previewWidth, previewHeight, proceed);
    }

    /// <summary>Crops and resizes pixels as a camera or a bitmap has them, and runs the model on them.</summary>
    /// <param name="pixels">Upper row first.</param>
    /// <param name="format">How a pixel lies in memory.</param>
    /// <param name="width">Pixels, [1, 65535].</param>
    /// <param name="height">Pixels, [1, 65535].</param>
    /// <param name="stride">Bytes from a row to the next, those of a row at least.</param>
    /// <param name="preview">Receives what the model sees, RGB565 [previewHeight, previewWidth]; undefined after an
    /// error.</param>
    /// <param name="previewWidth">Pixels; 0 for no preview.</param>
    /// <param name="previewHeight">Pixels; 0 for no preview.</param>
    /// <exception cref="ArgumentException">There are fewer pixels than stride and height, or the preview's sides,
    /// say.</exception>
    /// <exception cref="TinyClassifyException">A size, the stride or the format is out of range.</exception>
    public PictureTimes ClassifyFrame(
        ReadOnlySpan<byte> pixels, FrameFormat format, int width, int height, int stride, Span<ushort> preview = default,
        int previewWidth = 0, int previewHeight = 0)
    {
        if (preview.Length != (long)previewWidth * previewHeight)
            throw new ArgumentException(
                $"The preview has {preview.Length} pixels; expected width * height = {(long)previewWidth * previewHeight}.",
                nameof(preview));
        fixed (byte* bytes = pixels)
        {
            var frame = new NativeFrameFile
            {
                Pixels = bytes, Width = (uint)width, Height = (uint)height, Stride = (uint)stride, Format = (uint)format,
            };
            var picture = new NativePicture();
            NativeDiagnostic diagnostic = default;
            _api.Check(_api.FrameReader(&frame, &picture.File, &diagnostic), diagnostic);
            // Of the last row, what lies behind its pixels need not be there.
            var row = width * (format switch
            {
                FrameFormat.Rgb565 => 2L,
                FrameFormat.Rgb888 => 3,
                FrameFormat.Grey8 => 1,
                _ => 4
            });
            if (pixels.Length < (height - 1L) * stride + row)
                throw new ArgumentException(
                    $"The frame has {pixels.Length} bytes; expected (height - 1) * stride + a row = "
                    + $"{(height - 1L) * stride + row}.", nameof(pixels));
            return Classify(picture, preview, previewWidth, previewHeight);
        }
    }

    /// <summary>Frees the native memory.</summary>
    public void Dispose()
    {
        _file?.Dispose();
        _memory?.Dispose();
        _workspace?.Dispose();
    }

    private static NativeModelFile Source(AlignedMemory file, KernelSet kernels) =>
        new() { Bytes = file.Pointer, Size = file.Bytes, Kernels = (uint)kernels };

    private static ModelRequirements MeasureCopy(NativeApi api, NativeModelFile source)
    {
        NativeRequirements requirements;
        NativeDiagnostic diagnostic = default;
        api.Check(api.Measure(&source, &requirements, &diagnostic), diagnostic);
        return new(checked((int)requirements.MemoryBytes), checked((int)requirements.StateBytes),
            checked((int)requirements.ArenaBytes));
    }

    private PictureTimes Classify(Stream file, Span<ushort> preview, int previewWidth, int previewHeight, Func<bool>? proceed)
    {
        using var stream = new StreamFile(file, proceed);
        try
        {
            var picture = new NativePicture
            {
                File = stream.Reader, Progress = stream.Progress,
                ProgressContext = stream.Context
            };
            return Classify(picture, preview, previewWidth, previewHeight);
        }
        catch (TinyClassifyException)
        {
            stream.ThrowFailure();
            throw;
        }
    }

    private PictureTimes Classify(NativePicture picture, Span<ushort> preview, int previewWidth, int previewHeight)
    {
        RequireOpen();
        // Kept from picture to picture.
        if (_workspace?.Bytes != (uint)WorkspaceBytes)
        {
            _workspace?.Dispose();
            _workspace = null;
            _workspace = new AlignedMemory((uint)WorkspaceBytes);
        }
        picture.Workspace = _workspace.Pointer;
        picture.WorkspaceBytes = _workspace.Bytes;
        NativePictureTicks ticks;
        var timer = new NativeTimer { Clock = NativeClock.Pointer };
        NativeDiagnostic diagnostic = default;
        fixed (ushort* pixels = preview)
        {
            var shown = new NativePreview { Pixels = pixels, Width = (uint)previewWidth, Height = (uint)previewHeight };
            var status = _api.ClassifyPicture(_model, &picture, previewWidth > 0 ? &shown : null, &timer, &ticks, &diagnostic);
            _api.Check(status, diagnostic);
        }
        GC.KeepAlive(this);
        return new(NativeClock.Span(ticks.Decode), NativeClock.Span(ticks.Invoke));
    }

    private void Read(in NativeDescription description)
    {
        Name = description.Name == null ? "" : Encoding.UTF8.GetString(description.Name, (int)description.NameBytes);
        InputHeight = (int)description.InputHeight;
        InputWidth = (int)description.InputWidth;
        InputChannels = (int)description.InputChannels;
        InputScale = description.InputScale;
        InputZeroPoint = description.InputZeroPoint;
        ClassCount = (int)description.ClassCount;
        OutputScale = description.OutputScale;
        OutputZeroPoint = description.OutputZeroPoint;
        OutputIsSoftmax = description.OutputIsSoftmax != 0;
        ArenaBytes = (int)description.ArenaBytes;
        OutputCount = (int)description.OutputCount;
        InputKind = (InputKind)description.InputKind;
        Macs = (long)description.Macs;
        WeightBytes = (long)description.WeightBytes;
        if ((uint)Rounding != description.Rounding)
            throw new InvalidOperationException(
                $"The library for {Rounding} rounding says rounding = {description.Rounding}: the native libraries are swapped.");
    }

    private string ReadLabel(int index)
    {
        byte* text;
        uint bytes;
        _api.Check(_api.Label(_model, (uint)index, &text, &bytes), $"label of class {index}");
        return bytes == 0 ? "" : Encoding.UTF8.GetString(text, (int)bytes);
    }

    private OperatorInfo ReadOperator(int index)
    {
        NativeOperatorInfo info;
        _api.Check(_api.Operator(_model, (uint)index, &info), $"operator {index}");
        return new(
            Encoding.UTF8.GetString(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(info.Name)),
            Shape(info.InputShape), Shape(info.OutputShape),
            (int)info.KernelHeight, (int)info.KernelWidth, (int)info.Stride, (long)info.Macs, (int)info.WeightBytes,
            (int)info.LiveBytes);

        static int[] Shape(uint* shape) => [(int)shape[0], (int)shape[1], (int)shape[2], (int)shape[3]];
    }

    private void RequireOpen() => ObjectDisposedException.ThrowIf(_memory.IsClosed, this);
}
