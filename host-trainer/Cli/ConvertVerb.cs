using System.CommandLine;
using System.Security.Cryptography;
using TinyClassify.Tflite;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Evaluation;
using TinyClassify.Trainer.Libtorch;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Quantization;
using TinyClassify.Trainer.Reports;
using TinyClassify.Trainer.Training;

namespace TinyClassify.Trainer.Cli;

internal static class ConvertVerb
{
    public static Command Create()
    {
        var options = new StageOptions();
        var name = NameOption();
        var command = new Command("convert",
            "Writes the quantised network as classifier.tflite and C array, and measures it on the test images.") { name };
        options.AddTo(command);
        command.SetAction((parsed, cancel) =>
            options.InRunFolder(parsed, () => RunAsync(parsed, options, parsed.GetValue(name), cancel)));
        return command;
    }

    public static Option<string?> NameOption() => new("--name")
    {
        Description = "Name of the model, kept in the file and shown on the board (default: MobileNetV2 and the data's name).",
        HelpName = "TEXT",
    };

    public static async Task<int> RunAsync(ParseResult parsed, StageOptions options, string? name, CancellationToken cancel)
    {
        var source = await options.SourceAsync(parsed, cancel);
        TorchRuntime.Prepare(options.Threads(parsed));
        var stages = new List<StageReport>();
        var networks = new Dictionary<string, NetworkSpec>();
        foreach (var folder in RunStages.LineOf(options.RunFolder(parsed)))
        {
            stages.Add(folder.LoadReport());
            networks.Add(stages[^1].Stage, folder.LoadNetwork());
        }

        var network = QuantizeStage.Load(options.Folder(parsed, RunStages.Quantize));
        FloatNetwork.RequireClasses(options.Folder(parsed, RunStages.Quantize), source.ClassNames);
        var graph = GraphExport.ToGraph(network, name ?? $"MobileNetV2 {source.Name}");
        var files = ModelFiles.Write(Path.Combine(options.RunFolder(parsed), "model"), graph);
        Console.WriteLine($"{files.Tflite}: {new FileInfo(files.Tflite).Length:N0} bytes");
        foreach (var warning in TinyClassify.Runtime.LcdLetters.Warnings(graph.Labels))
            Console.WriteLine(warning);

        var recipe = options.LoadRecipe(parsed);
        var validation = source.LoadTraining(recipe.Network.InputSize, recipe.ValidationImages).Validation;
        var agreement = LogitAgreement.Measure(network, files.Tflite, validation, Math.Min(1000, validation.Count));
        Console.WriteLine(agreement.ToString());

        var noise = LayerNoise.Measure(network, validation, Math.Min(500, validation.Count));

        var test = source.LoadTest(recipe.Network.InputSize);
        var accuracy = EngineEvaluation.OnImages(files.Tflite, test, TinyClassify.Runtime.Rounding.Double, Console.WriteLine);
        accuracy = accuracy with
        {
            Jpeg = EngineEvaluation.OnJpegs(files.Tflite, test, TinyClassify.Runtime.Rounding.Double,
            Console.WriteLine)
        };
        Console.WriteLine(accuracy.Summary());
        AtomicFile.Write(Path.Combine(files.Folder, "README.md"),
            TrainedModelCard.Write(source, files, stages, agreement, accuracy));
        var bytes = File.ReadAllBytes(files.Tflite);
        var pruning = networks.TryGetValue(RunStages.Unpruned(recipe), out var whole)
            && networks.TryGetValue(RunStages.Prune, out var pruned) ? LayerChange.Between(whole, pruned) : [];
        var result = new RunResult(graph.Name, source.Name, stages, bytes.Length,
            Convert.ToHexStringLower(SHA256.HashData(bytes)), accuracy, agreement, noise, pruning);
        var page = Path.Combine(options.RunFolder(parsed), "report.html");
        AtomicFile.Write(page, RunReport.Write(result, source, test));
        // Last, since it tells that the run is finished.
        result.Write(options.RunFolder(parsed));
        Console.WriteLine($"report: {page}");
        return 0;
    }
}
