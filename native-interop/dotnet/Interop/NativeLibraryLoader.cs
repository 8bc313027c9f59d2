using System.Reflection;
using System.Runtime.InteropServices;

namespace TinyClassify.Runtime.Interop;

/// <summary>Finds a native library beside the program, and says how to get it where there is none.</summary>
internal static class NativeLibraryLoader
{
    public const string DoubleRounding = "tinyclassify";
    public const string SingleRounding = "tinyclassify_single";
    public const string FloatRounding = "tinyclassify_float";

    /// <param name="name">Without prefix and suffix.</param>
    /// <exception cref="DllNotFoundException">It is not there, or was built for another processor.</exception>
    public static nint Load(string name)
    {
        try
        {
            return NativeLibrary.TryLoad(InstalledPath(name), out var installed)
                ? installed
                : NativeLibrary.Load(name, Assembly.GetExecutingAssembly(), DllImportSearchPath.AssemblyDirectory);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new DllNotFoundException(
                $"The native library \"{name}\" cannot be loaded; it was expected in {AppContext.BaseDirectory}. Building the "
                + "project "
                + "native-interop/dotnet/TinyClassify.Runtime.csproj makes it with CMake and copies it beside every program "
                + "that references "
                + "that project. By hand: cmake -S native-interop -B native-interop/build/host -DCMAKE_BUILD_TYPE=Release && "
                + $"cmake --build native-interop/build/host --config Release --target {name}, then copy the library there. "
                + $"({e.Message.Trim()})", e);
        }
    }

    // Where a .NET tool keeps the libraries of all systems, and a program that was built on Windows its own; of packages, .NET
    // itself knows.
    private static string InstalledPath(string name)
    {
        var (system, file) = OperatingSystem.IsWindows() ? ("win", $"{name}.dll")
            : OperatingSystem.IsMacOS() ? ("osx", $"lib{name}.dylib") : ("linux", $"lib{name}.so");
        var processor = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        return Path.Combine(AppContext.BaseDirectory, "runtimes", $"{system}-{processor}", "native", file);
    }

    /// <exception cref="InvalidOperationException">The library and this assembly were built from different headers.</exception>
    public static void RequireVersion(string name, uint linked, uint expected)
    {
        if (linked != expected)
            throw new InvalidOperationException(
                $"The native library \"{name}\" has API version {linked}; this assembly "
                + $"({typeof(NativeLibraryLoader).Assembly.GetName().Name}) was "
                + $"built for version {expected}. Build both from the same sources: dotnet build "
                + "native-interop/dotnet/TinyClassify.Runtime.csproj.");
    }
}
