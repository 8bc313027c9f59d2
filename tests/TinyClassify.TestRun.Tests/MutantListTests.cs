using TinyClassify.Mutants;
using Xunit;

namespace TinyClassify.TestRun.Tests;

public sealed class MutantListTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Each_line_that_is_to_be_written_wrongly_stands_once_in_the_sources()
    {
        IReadOnlyList<Mutant> mutants = MutantList.Read(RepositoryRoot.Combine("tests", "mutants.txt"));
        Assert.True(mutants.Count >= 60);
        Assert.All(mutants, mutant =>
        {
            Assert.NotEqual(mutant.Right, mutant.Wrong);
            mutant.Find(RepositoryRoot.Combine());
            if (mutant.Kind == "dotnet")
                Assert.True(Directory.Exists(RepositoryRoot.Combine("tests", mutant.Program)), mutant.Program);
        });
    }

    [Theory]
    [InlineData("mutant a\nin b\n- c\n+ d\n", "ends within the mutant \"a\"")]
    [InlineData("mutant a\nin b\n+ d\n", "line 3")]
    [InlineData("mutant a\nin b\n- c\n+ d\nby somebody x y\n", "expected by native")]
    [InlineData("mutant a\nin b\n- c\n+ d\nby native x y\nmutant a\nin b\n- c\n+ d\nby native x y\n", "two mutants")]
    public void A_list_that_is_not_understood_is_refused(string text, string seen)
    {
        File.WriteAllText(_file, text);
        Assert.Contains(seen, Assert.Throws<InvalidDataException>(() => MutantList.Read(_file)).Message);
    }

    [Fact]
    public void A_line_that_stands_nowhere_or_twice_is_refused()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(folder, "a.cs"), "one two two");
        var mutant = new Mutant("m", ".", "one", "none", "native", "p", "*");
        Assert.EndsWith("a.cs", mutant.Find(folder).Path, StringComparison.Ordinal);
        Assert.Contains("2 times", Assert.Throws<InvalidDataException>(() =>
            (mutant with { Right = "two" }).Find(folder)).Message);
        Assert.Contains("0 times", Assert.Throws<InvalidDataException>(() =>
            (mutant with { Right = "three" }).Find(folder)).Message);
        Directory.Delete(folder, recursive: true);
    }
}
