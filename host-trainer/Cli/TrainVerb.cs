using System.CommandLine;
using TinyClassify.Trainer.Training;

namespace TinyClassify.Trainer.Cli;

internal static class TrainVerb
{
    public static Command Create()
    {
        var options = new StageOptions();
        var command = new Command("train", "Trains a float MobileNetV2 from scratch; goes on where an interrupted run stopped.");
        options.AddTo(command);
        command.SetAction((parsed, cancel) => RunAsync(parsed, options, cancel));
        return command;
    }

    public static async Task<int> RunAsync(ParseResult parsed, StageOptions options, CancellationToken cancel)
    {
        var folder = options.Folder(parsed, "train");
        if (options.Begin(parsed, folder, "train"))
            TrainStage.Run(await options.PrepareAsync(parsed, cancel), folder);
        return 0;
    }
}
