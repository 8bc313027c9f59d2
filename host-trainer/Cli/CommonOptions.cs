using System.CommandLine;
using TinyClassify.Trainer.Dataset;

namespace TinyClassify.Trainer.Cli;

/// <summary>Options that stand at several verbs.</summary>
internal static class CommonOptions
{
    public static Option<string?> Data() => new("--data")
    {
        Description = $"Folder with one folder of pictures a class, or with CIFAR-10's binary files, or {Imagenette.DataName}, "
            + $"which is ${Imagenette.EnvironmentVariable} or downloaded once (default: ${PictureSources.EnvironmentVariable}, "
            + "else CIFAR-10 is downloaded once).",
        HelpName = "DIR",
    };
}
