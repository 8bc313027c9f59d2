using System.CommandLine;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Training;

namespace TinyClassify.Trainer.Cli;

internal static class RefineVerb
{
    public static Command Create()
    {
        var options = new StageOptions();
        var command = new Command("refine",
            "Trains the trained network once more, with itself as teacher, as the recipe's section refine says.");
        options.AddTo(command);
        command.SetAction((parsed, cancel) => options.InRunFolder(parsed, () => RunAsync(parsed, options, cancel)));
        return command;
    }

    public static async Task<int> RunAsync(ParseResult parsed, StageOptions options, CancellationToken cancel)
    {
        var folder = options.Folder(parsed, RunStages.Refine);
        var source = options.Folder(parsed, RunStages.Train);
        if (await options.BeginAsync(parsed, folder, RunStages.Refine, source.WeightsHash(), cancel))
            RefineStage.Run(await options.PrepareAsync(parsed, cancel), source, folder);
        return 0;
    }
}
