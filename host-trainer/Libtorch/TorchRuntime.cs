using System.Runtime.InteropServices;
using TorchSharp;

namespace TinyClassify.Trainer.Libtorch;

/// <summary>Makes TorchSharp loadable and sets its threads; call <see cref="Prepare"/> before anything of TorchSharp.</summary>
public static partial class TorchRuntime
{
    // TorchSharp 0.107's native glue was linked with GCC 13.2 and asks for this version of libstdc++ because of
    // std::ios_base_library_init alone, a symbol that nothing in it calls (there is no relocation against it). Debian 12 and
    // Ubuntu 22.04 have 3.4.30. docs/decisions/0040-libstdcxx.md tells what else was considered.
    private const string UncalledVersion = "GLIBCXX_3.4.32";

    private static readonly Lock s_lock = new();
    private static bool s_ready;

    /// <summary>Prepares the native libraries in the application's own folder; the system's are left alone.</summary>
    /// <param name="threads">Threads of one operator, 1 at least; 0 leaves libtorch's choice (one a core).</param>
    /// <exception cref="IOException">The copy in the application's folder has to be mended and cannot be written.</exception>
    public static void Prepare(int threads = 0)
    {
        lock (s_lock)
        {
            if (!s_ready && OperatingSystem.IsLinux())
            {
                LetThreadsSleep();
                KeepFreedMemory();
                if (RuntimeInformation.ProcessArchitecture == Architecture.X64)
                    RelaxLibstdcxxNeed(AppContext.BaseDirectory);
            }
            s_ready = true;
        }
        if (threads > 0)
            torch.set_num_threads(threads);
    }

    // OpenMP's threads spin at barriers by default. As soon as another program wants a core, one of them waits for its turn while
    // the others spin: single steps were seen to take ten times as long. .NET's own setter does not reach native code's
    // environment. A value that the user has set stays.
    private static void LetThreadsSleep() => SetEnvironment("OMP_WAIT_POLICY", "passive", overwrite: 0);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    // A training step allocates and frees the same gigabyte over and over. glibc gives large blocks back to the kernel, which
    // then clears every page anew: an eighth of the time of a step. -1 is M_TRIM_THRESHOLD, -3 M_MMAP_THRESHOLD (at most 32 MB),
    // -8 M_ARENA_MAX: a further thread's own arena gives its blocks back whatever the threshold.
    private static void KeepFreedMemory()
    {
        try
        {
            _ = SetAllocatorOption(-1, int.MaxValue);
            _ = SetAllocatorOption(-3, 32 << 20);
            _ = SetAllocatorOption(-8, 1);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library than glibc: it has its own ways.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetAllocatorOption(int option, int value);

    private static void RelaxLibstdcxxNeed(string folder)
    {
        if (NativeLibrary.TryLoad("libstdc++.so.6", out var libstdcxx)
            && NativeLibrary.TryGetExport(libstdcxx, "_ZSt21ios_base_library_initv", out _))
            return; // The system's libstdc++ is new enough.

        var library = Directory.EnumerateFiles(folder, "libLibTorchSharp.so", SearchOption.AllDirectories).FirstOrDefault();
        if (library is null)
            return; // TorchSharp will say so itself, with the package that is missing.
        var image = File.ReadAllBytes(library);
        if (!WeakVersionNeed.Mark(image, UncalledVersion))
            return;
        var beside = $"{library}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(beside, image);
            File.Move(beside, library, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"{library} needs {UncalledVersion}, which this system's libstdc++ does not have, and the copy that is to be "
                + "mended "
                + $"cannot be written: {e.Message} Run once as a user who may write to that folder.", e);
        }
    }
}
