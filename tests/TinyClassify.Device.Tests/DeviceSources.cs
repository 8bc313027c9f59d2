using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TinyClassify.Device.Tests;

/// <summary>The C# that runs on the board.</summary>
internal static class DeviceSources
{
    public static readonly string[] Projects = ["device/app", "device/samples", "native-interop/managed"];

    public static IEnumerable<string> Files(string project) =>
        Directory.GetFiles(RepositoryRoot.Combine(project), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/") && !path.Contains("/bin/") && !path.Contains("\\obj\\")
                && !path.Contains("\\bin\\"))
            .Order(StringComparer.Ordinal);

    public static SyntaxTree Parse(string text, string path = "sample.cs") =>
        CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.CSharp9), path);
}
