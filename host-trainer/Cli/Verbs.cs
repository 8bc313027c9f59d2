using System.CommandLine;
using System.Runtime.InteropServices;
using TinyClassify.Preparation;
using TinyClassify.Runtime;
using TinyClassify.Tflite;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Evaluation;

namespace TinyClassify.Trainer.Cli;

/// <summary>The command `tinyclassify`: one verb a stage.</summary>
public static class Verbs
{
    /// <param name="more">Further verbs that a program offers beside those of the trainer.</param>
    /// <returns>As <see cref="CommandGuard"/>'s.</returns>
    public static Task<int> RunAsync(string[] args, IEnumerable<Command>? more = null) =>
        CommandGuard.RunAsync(Parse(args, more), explain: e => e is ExternalException ? $"libtorch failed: {e.Message}" : null);

    /// <returns>The command line as the program understands it, errors included.</returns>
    internal static ParseResult Parse(IReadOnlyList<string> args, IEnumerable<Command>? more = null)
    {
        var root = new RootCommand("Trains an image classifier and makes the int8 .tflite that a microcontroller runs.")
        {
            DatasetVerb.Create(),
            TeachVerb.Create(),
            TrainVerb.Create(),
            RefineVerb.Create(),
            PruneVerb.Create(),
            QuantizeVerb.Create(),
            ConvertVerb.Create(),
            EvaluateVerb.Create(),
            RunVerb.Create(),
            SweepVerb.Create(),
            ReportVerb.Create(),
            ModelCommands.Inspect(),
            ModelCommands.Prepare(MeasureModel),
            ModelCommands.CArray(),
        };
        foreach (var verb in more ?? [])
            root.Subcommands.Add(verb);
        return root.Parse(args);
    }

    private static ModelAccuracy MeasureModel(string model, string folder)
    {
        var source = PictureSources.Open(folder, "--data", Console.WriteLine);
        var accuracy = EngineEvaluation.OnImages(model, source.LoadTest(EngineEvaluation.InputSize(model)), Rounding.Double,
            Console.WriteLine);
        return new ModelAccuracy(source.Name, accuracy.Correct, accuracy.Images);
    }
}
