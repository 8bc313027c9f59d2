using System.CommandLine;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Training;

namespace TinyClassify.Trainer.Cli;

internal static class TeachVerb
{
    public static Command Create()
    {
        var options = new StageOptions();
        var command = new Command("teach",
            "Trains the wide teacher of the recipe's section teacher, which `train --teacher` learns from.");
        options.AddTo(command);
        command.SetAction((parsed, cancel) => options.InRunFolder(parsed, () => RunAsync(parsed, options, cancel)));
        return command;
    }

    public static async Task<int> RunAsync(ParseResult parsed, StageOptions options, CancellationToken cancel)
    {
        var folder = options.Folder(parsed, RunStages.Teacher);
        if (await options.BeginAsync(parsed, folder, RunStages.Teacher, TeachStage.Parent, cancel))
            TeachStage.Run(await options.PrepareAsync(parsed, cancel), folder);
        return 0;
    }
}
