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
        var command = new Command("train", "Trains a float MobileNetV2; goes on where an interrupted run stopped.") { init };
        options.AddTo(command);
        command.SetAction((parsed, cancel) => RunAsync(parsed, options, parsed.GetValue(init), cancel));
        return command;
    }

    public static Option<DirectoryInfo?> InitOption() => new("--init")
    {
        Description = "Starts from the weights of another run (its folder), as far as they fit: all but the classifier for other classes.",
        HelpName = "DIR",
    };

    public static async Task<int> RunAsync(ParseResult parsed, StageOptions options, DirectoryInfo? init, CancellationToken cancel)
    {
        if (init is { Exists: false })
            throw new InvalidDataException($"--init names {init.FullName}, which is no folder.");
        var initial = init is null ? null : new StageFolder(Path.Combine(init.FullName, "train"));
        var folder = options.Folder(parsed, "train");
        if (options.Begin(parsed, folder, "train"))
            TrainStage.Run(await options.PrepareAsync(parsed, cancel), initial, folder);
        return 0;
    }
}
