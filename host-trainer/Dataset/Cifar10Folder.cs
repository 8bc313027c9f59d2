namespace TinyClassify.Trainer.Dataset;

/// <summary>Finds CIFAR-10 on this machine, or fetches it.</summary>
public static class Cifar10Folder
{
    public const string EnvironmentVariable = "TINYCLASSIFY_DATA";

    /// <summary>Where downloads go when no folder is given.</summary>
    public static string Default => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "tinyclassify", "cifar-10");

    /// <summary>The folder asked for, else the environment variable's, else the default one, filled by a download if need be.</summary>
    /// <param name="asked">The option --data, or null.</param>
    /// <exception cref="InvalidDataException">A folder that was named does not hold CIFAR-10.</exception>
    public static async Task<string> ResolveAsync(string? asked, Action<string> say, CancellationToken cancel)
    {
        if (asked is not null)
            return Checked(asked, "--data");
        if (Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } variable)
            return Checked(variable, EnvironmentVariable);
        if (!Cifar10.IsComplete(Default))
            await FetchAsync(Default, say, cancel);
        return Default;
    }

    /// <summary>Downloads and unpacks CIFAR-10 into <paramref name="folder"/>.</summary>
    public static async Task FetchAsync(string folder, Action<string> say, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var archive = Path.Combine(folder, Path.GetFileName(Cifar10Archive.Url));
        say($"Downloading CIFAR-10 ({Cifar10Archive.Bytes / 1e6:F0} MB) from {Cifar10Archive.Url}");
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            await Cifar10Archive.DownloadAsync(client, Cifar10Archive.Url, archive, Cifar10Archive.Bytes, Cifar10Archive.Sha256, say, cancel);
        }
        catch (HttpRequestException e)
        {
            throw new IOException(
                $"{Cifar10Archive.Url} cannot be fetched: {e.Message} If CIFAR-10's binary files lie on this machine already, give their folder with "
                + $"--data DIR or the environment variable {EnvironmentVariable}.", e);
        }
        say("Unpacking");
        Cifar10Archive.Extract(archive, folder);
        File.Delete(archive);
    }

    private static string Checked(string folder, string source)
    {
        if (!Directory.Exists(folder))
            throw new InvalidDataException($"{source} names {folder}, which is no folder.");
        if (!Cifar10.IsComplete(folder))
            throw new InvalidDataException(
                $"{source} names {folder}, which does not hold CIFAR-10's binary files ({string.Join(", ", Cifar10.TrainingFiles)}, {Cifar10.TestFile}, "
                + $"{Cifar10.ClassNamesFile}; 30,730,000 bytes each batch).");
        return folder;
    }
}
