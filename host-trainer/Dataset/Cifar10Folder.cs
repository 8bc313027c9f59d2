using TinyClassify.Tflite;

namespace TinyClassify.Trainer.Dataset;

/// <summary>Where CIFAR-10 lies on this machine once it has been fetched.</summary>
public static class Cifar10Folder
{
    /// <summary>Where downloads go when no folder is given.</summary>
    public static string Default => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "tinyclassify", "cifar-10");

    /// <summary>Downloads and unpacks CIFAR-10 into <paramref name="folder"/>.</summary>
    public static async Task FetchAsync(string folder, Action<string> say, CancellationToken cancel)
    {
        using var made = new FreshFolder(folder);
        var archive = Path.Combine(folder, Path.GetFileName(Cifar10Archive.Download.Url));
        await Cifar10Archive.Download.FetchAsync(archive, say, cancel);
        say("Unpacking");
        Cifar10Archive.Extract(archive, folder);
        File.Delete(archive);
    }
}
