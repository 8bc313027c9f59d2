using System.CommandLine;
using TinyClassify.Trainer.Checkpoints;

namespace TinyClassify.Trainer.Cli;

internal static class RunVerb
{
    public static Command Create()
    {
        var options = new StageOptions();
        var name = ConvertVerb.NameOption();
        var init = TrainVerb.InitOption();
        var parent = new Option<string?>("--parent")
        {
            Description = "Takes the trained and refined network of another run (its folder), or one that comes with the "
                + "program (cifar10), in place of training one.",
            HelpName = "DIR|NAME",
        };
        var until = new Option<string>("--until")
        {
            Description = "Last stage to run.",
            DefaultValueFactory = _ => RunStages.Convert
        };
        until.AcceptOnlyFromAmong(RunStages.All);
        var command = new Command("run",
            "All stages in turn: teacher (if the recipe has it), train, refine (likewise), prune, quantize, convert. Finished "
            + "stages are not done again.") { name, init, parent, until };
        options.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(init) is not null && result.GetValue(parent) is not null)
                result.AddError("--init and --parent exclude each other: with a parent nothing is trained from the start.");
        });
        command.SetAction((parsed, cancel) => options.InRunFolder(parsed, async () =>
        {
            await options.ChooseRecipeAsync(parsed, cancel);
            var refines = options.LoadRecipe(parsed).Refine is not null;
            var teaches = options.TeachesItself(parsed);
            var taken = parsed.GetValue(parent) is { } run ? TrainVerb.TakeOver(parsed, options, run) : [];
            var stages = RunStages.All[..(Array.IndexOf(RunStages.All, parsed.GetValue(until)) + 1)]
                .Where(stage => !taken.Contains(stage) && stage switch
                {
                    RunStages.Teacher => teaches,
                    RunStages.Train => taken.Count == 0,
                    RunStages.Refine => refines,
                    _ => true,
                }).ToArray();
            await options.EstimateAsync(parsed, stages, cancel);
            foreach (var (number, stage) in stages.Index())
            {
                Console.WriteLine($"{number + 1}/{stages.Length}  {stage}");
                await (stage switch
                {
                    RunStages.Teacher => TeachVerb.RunAsync(parsed, options, cancel),
                    RunStages.Train => TrainVerb.RunAsync(parsed, options, parsed.GetValue(init), cancel),
                    RunStages.Refine => RefineVerb.RunAsync(parsed, options, cancel),
                    RunStages.Prune => PruneVerb.RunAsync(parsed, options, cancel),
                    RunStages.Quantize => QuantizeVerb.RunAsync(parsed, options, RunStages.Prune, cancel),
                    _ => ConvertVerb.RunAsync(parsed, options, parsed.GetValue(name), cancel),
                });
            }
            return 0;
        }));
        return command;
    }
}
