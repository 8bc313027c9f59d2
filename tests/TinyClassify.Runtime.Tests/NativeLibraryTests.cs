using TinyClassify.Runtime.Interop;

namespace TinyClassify.Runtime.Tests;

public class NativeLibraryTests
{
    [Fact]
    public void A_missing_library_says_how_to_build_it()
    {
        var e = Assert.Throws<DllNotFoundException>(() => NativeLibraryLoader.Load("tinyclassify_that_is_not_there"));
        Assert.Contains("cmake -S native-interop", e.Message, StringComparison.Ordinal);
        Assert.Contains("TinyClassify.Runtime.csproj", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_mismatch_names_both_versions()
    {
        var e = Assert.Throws<InvalidOperationException>(() =>
            NativeLibraryLoader.RequireVersion("tinyclassify", linked: 7, expected: 8));
        Assert.Contains("version 7", e.Message, StringComparison.Ordinal);
        Assert.Contains("version 8", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_constant_is_the_headers()
    {
        var header = File.ReadAllText(RepositoryRoot.Combine("native-interop", "include", "tinyclassify.h"));
        Assert.Contains($"#define TC_API_VERSION {NativeApi.ApiVersion}u", header, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Rounding.Double)]
    [InlineData(Rounding.Single)]
    [InlineData(Rounding.Float)]
    public void The_library_of_each_rounding_loads(Rounding rounding) => Assert.NotNull(NativeApi.For(rounding));
}
