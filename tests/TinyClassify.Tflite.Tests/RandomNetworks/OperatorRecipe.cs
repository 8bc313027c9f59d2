namespace TinyClassify.Tflite.Tests;

/// <summary>One operator of a random network as a few numbers, so that a failing network can be made simpler and
/// printed.</summary>
/// <param name="Kind">Name in the file format.</param>
/// <param name="Seed">Of the weights.</param>
internal sealed record OperatorRecipe(string Kind, int Seed)
{
    /// <summary>Output channels of CONV_2D and FULLY_CONNECTED; channels an input channel of DEPTHWISE_CONV_2D.</summary>
    public int Channels { get; init; } = 1;

    public int KernelHeight { get; init; } = 1;

    public int KernelWidth { get; init; } = 1;

    public int StrideHeight { get; init; } = 1;

    public int StrideWidth { get; init; } = 1;

    public int Dilation { get; init; } = 1;

    public Padding Padding { get; init; } = Padding.Same;

    public FusedActivation Activation { get; init; } = FusedActivation.None;

    /// <summary>Output step, in units of the step at which a typical sum just fills the int8 range.</summary>
    public float RelativeScale { get; init; } = 1;

    public int ZeroPoint { get; init; }

    /// <summary>Largest |weight|: 127 as a rule, less for weights that hardly matter.</summary>
    public int WeightReach { get; init; } = 127;

    /// <summary>How many tensors back the second input of ADD stands; 0 is the first input itself.</summary>
    public int Back { get; init; }

    public int PadTop { get; init; }

    public int PadBottom { get; init; }

    public int PadLeft { get; init; }

    public int PadRight { get; init; }

    public int PadChannels { get; init; }

    /// <summary>What differs from the simplest operator of its kind.</summary>
    public override string ToString()
    {
        var simplest = new OperatorRecipe(Kind, Seed);
        IEnumerable<string> differences = typeof(OperatorRecipe).GetProperties()
            .Where(p => p.CanWrite && !Equals(p.GetValue(this), p.GetValue(simplest)))
            .Select(p => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{p.Name} {p.GetValue(this)}"));
        return $"{Kind} seed {Seed} {string.Join(", ", differences)}";
    }
}
