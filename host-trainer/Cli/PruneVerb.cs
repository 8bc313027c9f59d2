using System.CommandLine;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Pruning;

namespace TinyClassify.Trainer.Cli;

internal static class PruneVerb
{
    public static Command Create()
    {
        var options = new StageOptions();
        var command = new Command("prune", "Removes whole channels of the trained network at once, and fine-tunes what stays.");
        options.AddTo(command);
        command.SetAction((parsed, cancel) => RunAsync(parsed, options, cancel));
        return command;
    }

    public static async Task<int> RunAsync(ParseResult parsed, StageOptions options, CancellationToken cancel)
    {
        var folder = options.Folder(parsed, RunStages.Prune);
        if (options.Begin(parsed, folder, RunStages.Prune))
            PruneStage.Run(await options.PrepareAsync(parsed, cancel), options.Folder(parsed, RunStages.Unpruned(options.LoadRecipe(parsed))), folder);
        return 0;
    }
}
