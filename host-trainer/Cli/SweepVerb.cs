using System.CommandLine;
using TinyClassify.Tflite;
using TinyClassify.Trainer.Libtorch;
using TinyClassify.Trainer.Recipes;
using TinyClassify.Trainer.Sweeps;

namespace TinyClassify.Trainer.Cli;

internal static class SweepVerb
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file")
        {
            Description = "JSON file of a sweep; docs/sweeps.md explains it.",
            HelpName = "FILE"
        };
        var list = new Option<bool>("--list") { Description = "Prints the jobs, one a line with its number, and runs none." };
        var number = new Option<int?>("--job")
        {
            Description = "Runs only job N, counted from 0: what an array job calls.",
            HelpName = "N"
        };
        var measure = new Option<DirectoryInfo?>("--measure")
        {
            Description = "Trains nothing: tells for each job what the engine needs for its pruned network, and writes that to "
                + "DIR with random "
                + "weights, to be counted by `./build.sh bench`.",
            HelpName = "DIR",
        };
        var machine = new MachineOptions();
        var command = new Command("sweep",
            "Runs a recipe with other settings and seeds, one run after another; goes on where it stopped.")
        {
            file, list, number, measure,
        };
        machine.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var path = parsed.GetValue(file)!.FullName;
            var jobs = SweepFile.Load(path);
            if (parsed.GetValue(list))
            {
                foreach (var job in jobs)
                    Console.WriteLine($"{job.Index}  {job.Name}");
                return 0;
            }
            if (parsed.GetValue(measure) is { } folder)
            {
                Measure(jobs, folder.FullName, machine.Threads(parsed));
                return 0;
            }
            if (parsed.GetValue(number) is { } index)
            {
                if (index < 0 || index >= jobs.Count)
                    throw new InvalidDataException($"--job is {index}; {path} has jobs 0 to {jobs.Count - 1}.");
                return await RunAsync(jobs[index], parsed, machine);
            }
            var runner = new SweepRunner(
                (job, stop) => ProgramProcess.RunAsync(["sweep", path, "--job", $"{job.Index}", .. machine.Given(parsed)], stop),
                Console.WriteLine);
            return await runner.RunAsync(jobs, cancel);
        });
        return command;
    }

    private static void Measure(IReadOnlyList<SweepJob> jobs, string folder, int threads)
    {
        TorchRuntime.Prepare(threads);
        Console.WriteLine("      MACs    pruned     file    state    arena  state+arena  job");
        foreach (var job in jobs)
        {
            var needs = NetworkNeeds.Of(Recipe.Parse(job.Recipe, job.Name));
            var (macs, memory) = (needs.UnprunedMacs, needs.Memory);
            AtomicFile.Write(Path.Combine(folder, job.Name + ".tflite"), needs.File.Span);
            Console.WriteLine($"{macs,10} {needs.Macs,9} {needs.File.Length,8} {memory.StateBytes,8} {memory.ArenaBytes,8} "
                + $"{memory.StateBytes + memory.ArenaBytes,12}  {job.Name}");
        }
    }

    private static Task<int> RunAsync(SweepJob job, ParseResult parsed, MachineOptions machine)
    {
        if (!job.IsFinished)
            return Verbs.RunAsync([.. job.Prepare(), .. machine.Given(parsed)]);
        Console.WriteLine($"{job.Name}: finished already in {job.Folder}");
        return Task.FromResult(0);
    }
}
