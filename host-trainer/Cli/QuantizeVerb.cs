using System.CommandLine;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Quantization;

namespace TinyClassify.Trainer.Cli;

internal static class QuantizeVerb
{
    public static Command Create()
    {
        var options = new StageOptions();
        var from = new Option<string>("--from")
        {
            Description = "Stage to start from.",
            DefaultValueFactory = _ => RunStages.Prune
        };
        from.AcceptOnlyFromAmong(RunStages.Train, RunStages.Refine, RunStages.Prune);
        var command = new Command("quantize", "Trains on in simulated int8 arithmetic (quantisation-aware training).") { from };
        options.AddTo(command);
        command.SetAction((parsed, cancel) =>
            options.InRunFolder(parsed, () => RunAsync(parsed, options, parsed.GetValue(from)!, cancel)));
        return command;
    }

    public static async Task<int> RunAsync(ParseResult parsed, StageOptions options, string from, CancellationToken cancel)
    {
        var folder = options.Folder(parsed, RunStages.Quantize);
        var source = options.Folder(parsed, from);
        if (await options.BeginAsync(parsed, folder, RunStages.Quantize, source.WeightsHash(), cancel))
            QuantizeStage.Run(await options.PrepareAsync(parsed, cancel), source, folder);
        return 0;
    }
}
