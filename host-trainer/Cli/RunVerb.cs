using System.CommandLine;

namespace TinyClassify.Trainer.Cli;

internal static class RunVerb
{
    public static Command Create()
    {
        var options = new StageOptions();
        var name = ConvertVerb.NameOption();
        var init = TrainVerb.InitOption();
        var teacher = TrainVerb.TeacherOption();
        var command = new Command("run", "All stages in turn: train, prune, quantize, convert. Finished stages are not done again.") { name, init, teacher };
        options.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            Console.WriteLine("1/4  train");
            await TrainVerb.RunAsync(parsed, options, parsed.GetValue(init), parsed.GetValue(teacher), cancel);
            Console.WriteLine("2/4  prune");
            await PruneVerb.RunAsync(parsed, options, cancel);
            Console.WriteLine("3/4  quantize");
            await QuantizeVerb.RunAsync(parsed, options, "prune", cancel);
            Console.WriteLine("4/4  convert");
            return await ConvertVerb.RunAsync(parsed, options, parsed.GetValue(name), cancel);
        });
        return command;
    }
}
