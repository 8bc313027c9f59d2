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
        command.SetAction((parsed, cancel) => options.InRunFolder(parsed, async () =>
        {
            await options.ChooseRecipeAsync(parsed, cancel);
            return await RunAsync(parsed, options, parsed.GetValue(init), cancel);
        }));
        return command;
    }

    public static Option<string?> InitOption() => new("--init")
    {
        Description = "Starts from trained weights, as far as they fit: all but the classifier for other classes. "
            + "Another run's folder, or weights that come with the program, by name: cifar10 (default: for one's own pictures "
            + "those that fit the recipe; "
            + "none: random ones).",
        HelpName = "DIR|NAME",
    };

    public static async Task<int> RunAsync(ParseResult parsed, StageOptions options, string? init, CancellationToken cancel)
    {
        init = await options.ChooseWeightsAsync(parsed, init, cancel);
        var initial = init is null ? null : PretrainedWeights.Find("--init", init);
        var folder = options.Folder(parsed, RunStages.Train);
        if (await options.BeginAsync(parsed, folder, RunStages.Train, TrainStage.ParentOf(initial), cancel))
            TrainStage.Run(await options.PrepareAsync(parsed, cancel), initial, folder);
        return 0;
    }

    /// <summary>Copies what is finished before pruning of another run, so that the run folder is whole by itself.</summary>
    /// <remarks>A parent that was trained but not refined leaves `refine` to be done here, if the recipe has it.</remarks>
    /// <returns>The stages that it brought.</returns>
    public static IReadOnlyList<string> TakeOver(ParseResult parsed, StageOptions options, string parent)
    {
        var last = PretrainedWeights.Find("--parent", parent);
        if (last.LoadReport().Stage == RunStages.Refine && options.LoadRecipe(parsed).Refine is null)
            throw new InvalidDataException(
                $"The parent {last.Root} was refined, but the recipe has no section refine. Give it one, or name a parent that "
                + "was only trained.");
        // Weights that ship are one stage without a run around it.
        StageFolder[] stages = last.Root == Path.Combine(Path.GetFullPath(parent), RunStages.Refine)
            ? [new(Path.Combine(parent, RunStages.Train)), last] : [last];
        foreach (var stage in stages)
        {
            var folder = options.Folder(parsed, stage.LoadReport().Stage);
            if (folder.IsFinished && folder.WeightsHash() != stage.WeightsHash())
                throw new InvalidDataException(
                    $"{folder.Root} holds another network than the parent {stage.Root}. Give another --out, or delete that "
                    + "folder.");
            folder.CopyFrom(stage);
            Console.WriteLine($"{stage.LoadReport().Stage}: taken from {stage.Root}");
        }
        return [.. stages.Select(s => s.LoadReport().Stage)];
    }
}
