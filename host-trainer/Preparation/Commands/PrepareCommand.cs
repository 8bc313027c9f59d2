using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Runtime.InteropServices;
using TinyClassify.Runtime;
using TinyClassify.Tflite;

namespace TinyClassify.Preparation;

/// <summary>`prepare FILE.tflite --out DIR`: takes somebody else's int8 model into use.</summary>
/// <param name="measure">Measures a model file on a data folder; null leaves out the option --data.</param>
internal sealed class PrepareCommand(Func<string, string, ModelAccuracy>? measure)
{
    private const string FileName = "classifier.tflite";
    private readonly Argument<FileInfo> _file =
        new("file")
        {
            Description =
        "A .tflite file that computes in int8, from whatever converter; its ends may be float or uint8."
        };
    private readonly Option<DirectoryInfo> _out = new("--out")
    {
        Description = "Folder for classifier.tflite, its C array, labels.txt and model card.", Required = true, HelpName = "DIR",
    };

    private readonly Option<FileInfo?> _labels = new("--labels")
    {
        Description = "Class names, one a line, in output order.", HelpName = "FILE",
    };

    private readonly Option<string?> _name = new("--name")
    {
        Description = "Name of the model, kept in the file.",
        HelpName = "TEXT"
    };
    private readonly Option<FactorPlace> _factors = new("--factors")
    {
        Description = "Where requantisation factors are kept, 5 bytes a channel: in the file, hence flash, or in the board's "
            + "RAM.",
    };

    private readonly Option<FileInfo?> _inputs = new("--inputs")
    {
        Description = "Inputs (raw int8 tensors, one after the other) that another runtime ran.", HelpName = "FILE",
    };

    private readonly Option<FileInfo?> _outputs = new("--outputs")
    {
        Description = "The scores (raw int8) that it gave; the engine is compared with them in every rounding.", HelpName =
            "FILE",
    };

    private readonly Option<DirectoryInfo?> _data = new("--data")
    {
        Description = "Test pictures to measure the accuracy on.", HelpName = "DIR",
    };

    private readonly Option<double?> _published = new("--published")
    {
        Description = "The top-1 accuracy that the model's maker published, shown beside the one measured.", HelpName = "PERCENT",
    };

    private readonly Option<string?> _source = new("--published-source")
    {
        Description = "Where --published stands: a paper, a page, a log.", HelpName = "TEXT",
    };

    private readonly Option<string?> _mean = new("--mean")
    {
        Description = "What is taken from a picture's bytes before they go in, where the file does not tell: one number, or "
            + "one a channel.",
        HelpName = "NUMBER[,...]",
    };

    private readonly Option<string?> _deviation = new("--deviation")
    {
        Description = "What the difference is divided by: 255 for inputs in [0, 1], 127.5 with a mean of 127.5 for [-1, 1].",
        HelpName = "NUMBER[,...]",
    };

    public Command Create()
    {
        var command = new Command(
            "prepare", "Rewrite somebody else's int8 model for the engine, prove it equal, add labels and metadata, write C "
            + "array and card.")
        {
            _file, _out, _labels, _name, _mean, _deviation, _factors, _inputs, _outputs, _published, _source,
        };
        if (measure is not null)
            command.Add(_data);
        command.SetAction(Run);
        return command;
    }

    private void Run(ParseResult parsed)
    {
        FileInfo file = parsed.GetValue(_file)!;
        PublishedAccuracy? published = ReadPublished(parsed);
        byte[] original = File.ReadAllBytes(file.FullName);
        string[] labels = parsed.GetValue(_labels) is FileInfo list ? ReadLabels(list) : [];
        TextWriter output = parsed.InvocationConfiguration.Output;
        PreparedModel prepared = PreparedModel.Prepare(original, parsed.GetValue(_name), labels, parsed.GetValue(_factors),
            picture: ReadPicture(parsed));
        foreach ((string what, int times) in prepared.Steps)
            output.WriteLine($"rewritten: {what}{(times == 1 ? "" : $", {times} times")}");
        output.WriteLine($"{prepared.Comparison}; all kernels, every rounding: {prepared.Kernels}");
        var golden = new SortedDictionary<Rounding, EngineAgreement>();
        if (parsed.GetValue(_inputs) is FileInfo inputs && parsed.GetValue(_outputs) is FileInfo outputs)
        {
            foreach (Rounding rounding in Enum.GetValues<Rounding>())
            {
                golden[rounding] = Compare(prepared, inputs, outputs, rounding);
                output.WriteLine($"{rounding.ToString().ToLowerInvariant()} rounding against the scores given: "
                    + $"{golden[rounding]}");
            }
        }
        else if (parsed.GetValue(_inputs) is not null || parsed.GetValue(_outputs) is not null)
        {
            throw new InvalidDataException("--inputs and --outputs go together: one holds what the other was computed from.");
        }

        string folder = parsed.GetValue(_out)!.FullName;
        AtomicFile.Write(Path.Combine(folder, FileName), prepared.Tflite);
        ModelAccuracy? accuracy = measure is not null && parsed.GetValue(_data) is DirectoryInfo data
            ? measure(Path.Combine(folder, FileName), data.FullName)
            : null;
        if (accuracy is not null)
            output.WriteLine($"accuracy on {accuracy.Data}: {accuracy}");
        if (published is not null)
            output.WriteLine($"published: {published}{(accuracy is null ? "" : $"; {published.Compare(accuracy)}")}");
        ModelCArray.Save(Path.Combine(folder, FileName + ".c"), prepared.Tflite, FileName);
        AtomicFile.Write(Path.Combine(folder, "labels.txt"), string.Concat(prepared.Labels.Select(l => l + "\n")));
        var card = new PreparedModelCard(CommandLine(parsed), file.Name, original, prepared, golden, accuracy, published);
        AtomicFile.Write(Path.Combine(folder, "README.md"), card.Write());
        foreach (string warning in LcdLetters.Warnings(prepared.Labels))
            output.WriteLine(warning);
        output.WriteLine($"wrote {FileName}, {FileName}.c, {FileName}.h, labels.txt and README.md in {folder}");
    }

    private static string CommandLine(ParseResult parsed) =>
        ShellCommand.Of("tinyclassify", parsed.Tokens.Where(token => token.Type != TokenType.Command).Select(token => token.Value)
            .Prepend("prepare"));

    private PublishedAccuracy? ReadPublished(ParseResult parsed)
    {
        if (parsed.GetValue(_published) is null != parsed.GetValue(_source) is null)
            throw new InvalidDataException(
                "--published and --published-source go together: nobody can check a figure without its source.");
        if (parsed.GetValue(_published) is not double percent)
            return null;
        return percent is >= 0 and <= 100
            ? new PublishedAccuracy(percent, parsed.GetValue(_source)!)
            : throw new InvalidDataException($"--published is {percent}; expected a percentage, 0 to 100.");
    }

    private PictureNormalization? ReadPicture(ParseResult parsed)
    {
        string? mean = parsed.GetValue(_mean), deviation = parsed.GetValue(_deviation);
        if (mean is null != deviation is null)
            throw new InvalidDataException("--mean and --deviation go together: a byte goes in as (byte - mean) / deviation.");
        return mean is null ? null : new PictureNormalization(Numbers("--mean", mean), Numbers("--deviation", deviation!));
    }

    private static ImmutableArray<float> Numbers(string option, string text) => [.. text.Split(',').Select(number =>
        float.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value)
            && (value > 0 || option == "--mean")
            ? value
            : throw new InvalidDataException(
                $"{option} is '{text}'; expected {(option == "--mean" ? "numbers" : "positive numbers")}, e.g. 127.5 or "
                + "123.7,116.3,103.5."))];

    private static EngineAgreement Compare(PreparedModel prepared, FileInfo inputs, FileInfo outputs, Rounding rounding)
    {
        ReadOnlySpan<sbyte> given = MemoryMarshal.Cast<byte, sbyte>(File.ReadAllBytes(inputs.FullName));
        ReadOnlySpan<sbyte> expected = MemoryMarshal.Cast<byte, sbyte>(File.ReadAllBytes(outputs.FullName));
        using ClassifierModel model = ClassifierModel.Open(prepared.Tflite);
        sbyte[] seen = EngineAgreement.Scores(prepared.Tflite, prepared.Codes?.Apply(given, model.InputChannels)
            ?? given, rounding);
        return EngineAgreement.Of(expected, seen, model.Output.Length);
    }

    private static string[] ReadLabels(FileInfo list) => [.. LabelReader.Lines(File.ReadAllBytes(list.FullName), list.FullName)];
}
