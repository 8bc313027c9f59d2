using System.CommandLine;
using TinyClassify.Trainer.Quantization;

namespace TinyClassify.Trainer.Cli;

internal static class QuantizeVerb
{
    public static Command Create()
    {
        var options = new StageOptions();
        var from = new Option<string>("--from") { Description = "Stage to start from.", DefaultValueFactory = _ => "prune" };
        from.AcceptOnlyFromAmong("train", "prune");
        var command = new Command("quantize", "Trains on in simulated int8 arithmetic (quantisation-aware training).") { from };
        options.AddTo(command);
        command.SetAction((parsed, cancel) => RunAsync(parsed, options, parsed.GetValue(from)!, cancel));
        return command;
    }

    public static async Task<int> RunAsync(ParseResult parsed, StageOptions options, string from, CancellationToken cancel)
    {
        var folder = options.Folder(parsed, "quantize");
        if (options.Begin(parsed, folder, "quantize"))
            QuantizeStage.Run(await options.PrepareAsync(parsed, cancel), options.Folder(parsed, from), folder);
        return 0;
    }
}
