using System.Runtime.CompilerServices;
using TinyClassify.Trainer.Libtorch;

// libtorch's threads and its random numbers are one a process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace TinyClassify.Trainer.Tests;

internal static class Setup
{
    [ModuleInitializer]
    internal static void PrepareTorch() => TorchRuntime.Prepare(threads: 1);
}
