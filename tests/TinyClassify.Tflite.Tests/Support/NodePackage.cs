namespace TinyClassify.Tflite.Tests;

/// <summary>A package of npm that tests run in Node, fetched when a test first asks for it.</summary>
internal static class NodePackage
{
    private const string HowToGetIt = "Node.js of nodejs.org brings npm along; Debian's npm is 350 packages";

    /// <summary>Installs what the package.json and the lock file in a folder name.</summary>
    /// <returns>Why the package cannot be had; null where it is there.</returns>
    public static string? WhyMissing(string folder, string package)
    {
        if (!ExternalTool.Exists("node"))
            return $"node is not installed, so {package} cannot run ({HowToGetIt})";
        if (Directory.Exists(Path.Combine(folder, "node_modules", package)))
            return null;
        string npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        if (!ExternalTool.Exists(npm))
            return $"npm is not installed, so {package} cannot be fetched ({HowToGetIt})";
        (int exitCode, _, string errors) = ExternalTool.Run(npm, ["ci", "--no-audit", "--no-fund"], folder);
        return exitCode == 0 ? null : $"npm ci in {folder} failed: {errors}";
    }
}
