using System.CommandLine;
using TinyClassify.Trainer.Sweeps;

namespace TinyClassify.Trainer.Cli;

internal static class SweepVerb
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "JSON file of a sweep; docs/sweeps.md explains it.", HelpName = "FILE" };
        var list = new Option<bool>("--list") { Description = "Prints the jobs, one a line with its number, and runs none." };
        var number = new Option<int?>("--job") { Description = "Runs only job N, counted from 0: what an array job calls.", HelpName = "N" };
        var machine = new MachineOptions();
        var command = new Command("sweep", "Runs a recipe with other settings and seeds, one run after another; goes on where it stopped.") { file, list, number };
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
            if (parsed.GetValue(number) is { } index)
            {
                if (index < 0 || index >= jobs.Count)
                    throw new InvalidDataException($"--job is {index}; {path} has jobs 0 to {jobs.Count - 1}.");
                return await RunAsync(jobs[index], parsed, machine);
            }
            var runner = new SweepRunner(
                (job, stop) => ProgramProcess.RunAsync(["sweep", path, "--job", $"{job.Index}", .. machine.Given(parsed)], stop), Console.WriteLine);
            return await runner.RunAsync(jobs, cancel);
        });
        return command;
    }

    private static Task<int> RunAsync(SweepJob job, ParseResult parsed, MachineOptions machine)
    {
        if (!job.IsFinished)
            return Verbs.RunAsync([.. job.Prepare(), .. machine.Given(parsed)]);
        Console.WriteLine($"{job.Name}: finished already in {job.Folder}");
        return Task.FromResult(0);
    }
}
