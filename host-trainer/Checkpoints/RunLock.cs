using System.Text.RegularExpressions;
using TinyClassify.Tflite;

namespace TinyClassify.Trainer.Checkpoints;

/// <summary>Keeps a run folder for one command: two trainings in it would write over each other's states.</summary>
/// <remarks>The operating system lets go of it when the process ends, however it ends.</remarks>
public sealed partial class RunLock : IDisposable
{
    private const string Name = ".in-use";

    private readonly FreshFolder _folder;
    private readonly FileStream _file;

    private RunLock(FreshFolder folder, FileStream file) => (_folder, _file) = (folder, file);

    /// <summary>Takes the folder, makes it if need be, and removes half-written files that a kill has left in it.</summary>
    /// <exception cref="InvalidDataException">Another command has it.</exception>
    public static RunLock Take(string runFolder)
    {
        var folder = new FreshFolder(runFolder);
        try
        {
            var file = new FileStream(Path.Combine(runFolder, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None,
                1, FileOptions.DeleteOnClose);
            RemoveLeftovers(runFolder);
            return new(folder, file);
        }
        catch (IOException e) when (File.Exists(Path.Combine(runFolder, Name)))
        {
            folder.Dispose();
            throw new InvalidDataException(
                $"Another tinyclassify is at work in {runFolder}. Wait until it ends, or give another --out.", e);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _folder.Dispose();
    }

    // Whole files are written beside their place under the number of the process, and renamed. Who has the folder has no rival
    // that writes.
    private static void RemoveLeftovers(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (var file in Directory.EnumerateFiles(folder, "*.tmp", options))
            if (Leftover().IsMatch(file))
                File.Delete(file);
    }

    [GeneratedRegex(@"\.\d+\.tmp$")]
    private static partial Regex Leftover();
}
