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
    /// <returns>0 when the verb did its work, 1 when it could not, 2 when the command line is wrong.</returns>
    public static async Task<int> RunAsync(string[] args, IEnumerable<Command>? more = null)
    {
        var parsed = Parse(args, more);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                Console.Error.WriteLine($"tinyclassify: {error.Message}");
            Console.Error.WriteLine($"Try 'tinyclassify {parsed.CommandResult.Command.Name} --help'.".Replace(
                "tinyclassify tinyclassify", "tinyclassify"));
            return 2;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("tinyclassify: stopped. Run the same command again to go on.");
            return 130;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException
            or DllNotFoundException or Libtorch.UnavailableDeviceException or TinyClassifyException)
        {
            Console.Error.WriteLine($"tinyclassify: {e.Message}");
            return 1;
        }
        catch (ExternalException e)
        {
            Console.Error.WriteLine($"tinyclassify: libtorch failed: {e.Message}");
            return 1;
        }
    }

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
