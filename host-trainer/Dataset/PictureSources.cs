namespace TinyClassify.Trainer.Dataset;

/// <summary>Finds the pictures to train on.</summary>
public static class PictureSources
{
    public const string EnvironmentVariable = "TINYCLASSIFY_DATA";

    /// <summary>The folder asked for, else the environment variable's, else CIFAR-10's default folder, filled by a download if
    /// need be.</summary>
    /// <param name="asked">The option --data, or null.</param>
    /// <exception cref="InvalidDataException">A folder that was named holds neither CIFAR-10 nor class folders.</exception>
    public static async Task<IPictureSource> ResolveAsync(string? asked, Action<string> say, CancellationToken cancel)
    {
        // A name means what can be fetched wherever the command runs; a folder that happens to be called so is ./imagenette.
        if (asked == Imagenette.DataName)
            return new FolderSource(await Imagenette.FindAsync(say, cancel), say);
        if (asked is not null)
            return Open(asked, "--data", say);
        if (Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } variable)
            return Open(variable, EnvironmentVariable, say);
        if (!Cifar10.IsComplete(Cifar10Folder.Default))
            await Cifar10Folder.FetchAsync(Cifar10Folder.Default, say, cancel);
        return new Cifar10Source(Cifar10Folder.Default);
    }

    /// <returns>A short name for the pictures, fit for a folder, without looking into them.</returns>
    /// <param name="asked">The option --data, or null.</param>
    public static string NameOf(string? asked)
    {
        if (asked == Imagenette.DataName)
            return asked;
        var folder = asked ?? Environment.GetEnvironmentVariable(EnvironmentVariable);
        return string.IsNullOrEmpty(folder) || Cifar10.IsComplete(folder) ? "cifar10"
            : Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
    }

    /// <param name="source">Where the folder was named, for the messages.</param>
    /// <exception cref="InvalidDataException">It holds neither CIFAR-10 nor class folders.</exception>
    public static IPictureSource Open(string folder, string source, Action<string> say)
    {
        if (!Directory.Exists(folder))
            throw new InvalidDataException($"{source} names {folder}, which is no folder.");
        if (Cifar10.IsComplete(folder))
            return new Cifar10Source(folder);
        if (Directory.EnumerateDirectories(folder).Any())
            return new FolderSource(folder, say);
        throw new InvalidDataException(
            $"{source} names {folder}, which holds neither a folder of pictures for each class nor CIFAR-10's binary files "
            + $"({string.Join(", ", Cifar10.TrainingFiles)}, {Cifar10.TestFile}, {Cifar10.ClassNamesFile}; 30,730,000 bytes "
            + "each batch).");
    }
}
