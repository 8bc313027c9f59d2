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
        command.SetAction((parsed, cancel) => options.InRunFolder(parsed, () => RunAsync(parsed, options, cancel)));
        return command;
    }

    public static async Task<int> RunAsync(ParseResult parsed, StageOptions options, CancellationToken cancel)
    {
        var folder = options.Folder(parsed, RunStages.Prune);
        var source = options.Folder(parsed, RunStages.Unpruned(options.LoadRecipe(parsed)));
        if (await options.BeginAsync(parsed, folder, RunStages.Prune, source.WeightsHash(), cancel))
            PruneStage.Run(await options.PrepareAsync(parsed, cancel), source, folder);
        return 0;
    }
}
