using System.CommandLine;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Training;

namespace TinyClassify.Trainer.Cli;

internal static class RefineVerb
{
    public static Command Create()
    {
        var options = new StageOptions();
        var command = new Command("refine", "Trains the trained network once more, with itself as teacher, as the recipe's section refine says.");
        options.AddTo(command);
        command.SetAction((parsed, cancel) => RunAsync(parsed, options, cancel));
        return command;
    }

    public static async Task<int> RunAsync(ParseResult parsed, StageOptions options, CancellationToken cancel)
    {
        var folder = options.Folder(parsed, RunStages.Refine);
        if (options.Begin(parsed, folder, RunStages.Refine))
            RefineStage.Run(await options.PrepareAsync(parsed, cancel), options.Folder(parsed, RunStages.Train), folder);
        return 0;
    }
}
