using System.CommandLine;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Training;

namespace TinyClassify.Trainer.Cli;

internal static class TrainVerb
{
    public static Command Create()
    {
        var options = new StageOptions();
        var init = InitOption();
        var teacher = TeacherOption();
        var command = new Command("train", "Trains a float MobileNetV2; goes on where an interrupted run stopped.") { init, teacher };
        options.AddTo(command);
        command.SetAction((parsed, cancel) => RunAsync(parsed, options, parsed.GetValue(init), parsed.GetValue(teacher), cancel));
        return command;
    }

    public static Option<DirectoryInfo?> InitOption() => new("--init")
    {
        Description = "Starts from the weights of another run (its folder), as far as they fit: all but the classifier for other classes.",
        HelpName = "DIR",
    };

    public static Option<DirectoryInfo?> TeacherOption() => new("--teacher")
    {
        Description = "Run (its folder) of a wider network, whose answers this one learns with the recipe's train.distillationWeight.",
        HelpName = "DIR",
    };

    public static async Task<int> RunAsync(
        ParseResult parsed, StageOptions options, DirectoryInfo? init, DirectoryInfo? teacher, CancellationToken cancel)
    {
        var folder = options.Folder(parsed, "train");
        if (options.Begin(parsed, folder, "train"))
            TrainStage.Run(await options.PrepareAsync(parsed, cancel), Trained("--init", init), Trained("--teacher", teacher), folder);
        return 0;
    }

    private static StageFolder? Trained(string option, DirectoryInfo? run)
    {
        if (run is { Exists: false })
            throw new InvalidDataException($"{option} names {run.FullName}, which is no folder.");
        return run is null ? null : new StageFolder(Path.Combine(run.FullName, "train"));
    }
}
