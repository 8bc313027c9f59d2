using System.Text.RegularExpressions;

namespace TinyClassify.Device.Tests;

/// <summary>Links of every guide lead somewhere: to a file that is there, and to a heading in it.</summary>
public sealed class GuideTests
{
    public static TheoryData<string> Guides
    {
        get
        {
            var guides = new TheoryData<string>();
            foreach (var folder in new[] { "", "device", "docs", "native-interop", "nf-interpreter-patch", "host-trainer",
                "tests" })
            {
                var option = folder.Length == 0 ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories;
                foreach (var file in Directory.GetFiles(RepositoryRoot.Combine(folder), "*.md", option)
                    .Order(StringComparer.Ordinal))
                {
                    if (!file.Contains("node_modules")) guides.Add(Path.GetRelativePath(RepositoryRoot.Combine(""), file));
                }
            }

            return guides;
        }
    }

    [Theory]
    [MemberData(nameof(Guides))]
    public void Links_lead_to_files_and_headings_that_are_there(string guide)
    {
        var path = RepositoryRoot.Combine(guide);
        var text = Regex.Replace(File.ReadAllText(path), "(?s)```.*?```|`[^`\n]*`", "");
        var links = Regex.Matches(text, @"\]\(([^)\s]+)\)|(?:src|href)=""([^""]+)""")
            .Select(m => m.Groups[1].Success ? m.Groups[1].Value : m.Groups[2].Value)
            .Where(link => !Regex.IsMatch(link, "^[a-z]+:"));
        Assert.All(links, link =>
        {
            var parts = link.Split('#');
            var target = parts[0].Length == 0 ? path : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, parts[0]));
            Assert.True(File.Exists(target) || Directory.Exists(target), $"{guide}: {link} leads nowhere");
            if (parts.Length > 1) Assert.True(Headings(target).Contains(parts[1]), $"{guide}: {link} has no such heading");
        });
    }

    // As the usual viewers make them: small letters, dashes for spaces, no punctuation.
    private static IEnumerable<string> Headings(string path) =>
        Regex.Matches(File.ReadAllText(path), "(?m)^#+ (.+)$")
            .Select(m => Regex.Replace(m.Groups[1].Value.Trim().ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-'));
}
