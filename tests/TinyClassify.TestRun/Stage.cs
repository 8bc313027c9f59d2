using System.Diagnostics;

namespace TinyClassify.TestRun;

/// <summary>Runs one program quietly: its output goes to a log file, the screen shows that it is alive.</summary>
public sealed class Stage(string root, string logFolder, Stopwatch clock)
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(30);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="name">What the stage does; also names its log.</param>
    /// <returns>The program's exit code.</returns>
    public int Run(string name, string program, params string[] arguments)
    {
        string logPath = Path.Combine(logFolder, name.Replace(' ', '-') + ".log");
        Say(name);
        long started = Stopwatch.GetTimestamp();
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var log = new StreamWriter(logPath) { AutoFlush = true };
        log.WriteLine($"$ {program} {string.Join(' ', arguments)}");
        using var process = new Process { StartInfo = start };
        void Log(object _, DataReceivedEventArgs line)
        {
            if (line.Data != null)
                lock (log)
                    log.WriteLine(line.Data);
        }
        process.OutputDataReceived += Log;
        process.ErrorDataReceived += Log;
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (!process.WaitForExit(HeartbeatInterval))
            Say($"{name}: still running, {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s");
        process.WaitForExit(); // also drains the output
        Say($"{name}: {(process.ExitCode == 0 ? "done" : $"exit code {process.ExitCode}")}"
            + $" after {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s");
        if (process.ExitCode != 0)
        {
            string[] lines;
            lock (log)
            {
                log.Close();
                lines = File.ReadAllLines(logPath);
            }
            Console.WriteLine($"--- last lines of {Path.GetRelativePath(root, logPath)}");
            foreach (string line in lines.TakeLast(40))
                Console.WriteLine("    " + line);
        }
        return process.ExitCode;
    }

    private void Say(string text) => Console.WriteLine($"[{clock.Elapsed.TotalSeconds,5:F0} s] {text}");
}
