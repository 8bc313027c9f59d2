using TinyClassify.Trainer.Cli;
using TinyClassify.VirtualBoard;

string[] training = ["teach", "train", "refine", "prune", "quantize", "convert", "run", "sweep"];
if (args.Length > 0 && training.Contains(args[0]) && !args.Any(word => word is "--help" or "-h" or "-?"))
{
    Console.Error.WriteLine($"tinyclassify: {args[0]} needs libtorch, 600 MB that this tool does not carry. "
        + $"In a checkout of TinyClassify, which fetches it: dotnet run -c Release --project host-trainer -- {args[0]} ...");
    return 1;
}

return await Verbs.RunAsync(args, VirtualBoardProgram.Verbs());
