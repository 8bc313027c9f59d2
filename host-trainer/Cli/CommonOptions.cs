using System.CommandLine;
using TinyClassify.Trainer.Dataset;

namespace TinyClassify.Trainer.Cli;

/// <summary>Options that stand at several verbs.</summary>
internal static class CommonOptions
{
    public static Option<string?> Data() => new("--data")
    {
        Description = $"Folder with CIFAR-10's binary files (default: ${Cifar10Folder.EnvironmentVariable}, else they are downloaded once).",
        HelpName = "DIR",
    };
}
