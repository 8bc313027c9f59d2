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

    public static Option<string?> InitOption() => new("--init")
    {
        Description = "Starts from trained weights, as far as they fit: all but the classifier for other classes. "
            + "Another run's folder, or weights that come with the program, by name: cifar10.",
        HelpName = "DIR|NAME",
    };

    public static Option<string?> TeacherOption() => new("--teacher")
    {
        Description = "Run (its folder) of a wider network, whose answers this one learns with the recipe's train.distillationWeight.",
        HelpName = "DIR|NAME",
    };

    public static async Task<int> RunAsync(ParseResult parsed, StageOptions options, string? init, string? teacher, CancellationToken cancel)
    {
        var initial = init is null ? null : PretrainedWeights.Find("--init", init);
        var trained = teacher is null ? null : PretrainedWeights.Find("--teacher", teacher);
        var folder = options.Folder(parsed, RunStages.Train);
        if (options.Begin(parsed, folder, RunStages.Train))
            TrainStage.Run(await options.PrepareAsync(parsed, cancel), initial, trained, folder);
        return 0;
    }

    /// <summary>Copies the finished stages before pruning of another run, so that the run folder is whole by itself.</summary>
    /// <remarks>A parent that was trained but not refined leaves `refine` to be done here, if the recipe has it.</remarks>
    public static void TakeOver(ParseResult parsed, StageOptions options, DirectoryInfo run)
    {
        if (!File.Exists(RunStages.DoneFile(run.FullName, RunStages.Train)))
            throw new InvalidDataException($"--parent names {run.FullName}, which holds no finished training (train/report.json). Run `tinyclassify train --out {run.FullName}` first.");
        Take(RunStages.Train);
        if (options.LoadRecipe(parsed).Refine is not null && File.Exists(RunStages.DoneFile(run.FullName, RunStages.Refine)))
            Take(RunStages.Refine);

        void Take(string stage)
        {
            var parent = new StageFolder(Path.Combine(run.FullName, stage));
            var folder = options.Folder(parsed, stage);
            if (folder.IsFinished && folder.WeightsHash() != parent.WeightsHash())
                throw new InvalidDataException($"{folder.Root} holds another network than the parent {parent.Root}. Give another --out, or delete that folder.");
            folder.CopyFrom(parent);
            Console.WriteLine($"{stage}: taken from {parent.Root}");
        }
    }
}
