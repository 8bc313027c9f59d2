using System.Diagnostics;
using System.Globalization;
using TinyClassify.Device.Images;
using TinyClassify.Naming;

namespace TinyClassify.Device.Tests;

/// <summary>The one rule for a picture's true class.</summary>
public sealed class TrueClassTests
{
    [Theory]
    [InlineData("cat.jpg", "", "cat")]
    [InlineData("CAT.JPG", "", "cat")]
    [InlineData("Cat-3.jpg", "", "cat")]
    [InlineData("cat3.jpg", "", "cat")]
    [InlineData("catalog.jpg", "", null)]
    [InlineData("mycat.jpg", "cat", "cat")]
    [InlineData("cat\u0301.jpg", "", null)]
    [InlineData("17.jpg", "Golden_Retriever", "golden retriever")]
    [InlineData("golden-retriever_0017.jpg", "", "golden retriever")]
    [InlineData("golden.jpg", "", "golden")]
    [InlineData("17.jpg", "golden retrievers", null)]
    // One letter, written in one piece and in two; in another case; behind it digits of another script.
    [InlineData("Übergröße 7.jpg", "", "übergröße")]
    [InlineData("U\u0308BERGRO\u0308ẞE.jpg", "", "übergröße")]
    [InlineData("ÜBERGRÖSSE.jpg", "", "übergröße")]
    [InlineData("1.jpg", "VIE\u0323\u0302T NAM", "Việt Nam")]
    [InlineData("1.jpg", "vie\u0302\u0323t nam", "Việt Nam")]
    [InlineData("ΓΆΤΑ.jpg", "", "γάτα")]
    [InlineData("ΣΚΎΛΟΣ_2.jpg", "", "σκύλος")]
    [InlineData("КОШКА№3.jpg", "", "кошка")]
    [InlineData("ЙОД.jpg", "", "и\u0306од")]
    [InlineData("кошками.jpg", "", null)]
    [InlineData("قطة٣.jpg", "", "قطة")]
    [InlineData("बिल्ली-१.jpg", "", "बिल्ली")]
    [InlineData("고양이 2.jpg", "", "고양이")]
    [InlineData("\u1100\u1169\u110B\u1163\u11BC\u110B\u1175.jpg", "", "고양이")]
    [InlineData("猫1.jpg", "", "猫")]
    [InlineData("猫犬.jpg", "", null)]
    [InlineData("ｃａｔ.jpg", "", null)]
    [InlineData("𐐀𐐁.jpg", "", "𐐨𐐩")]
    [InlineData("ԿԱՏՈՒ.jpg", "", "կատու")]
    [InlineData("ᲙᲐᲢᲐ.jpg", "", "კატა")]
    [InlineData("T-shirt_top 3.jpg", "", "t-shirt/top")]
    [InlineData("17.jpg", "T-Shirt-Top", "t-shirt/top")]
    [InlineData("what_.jpg", "", "what?")]
    public void It_is_read_off_the_names_whatever_their_script_and_case(string file, string folder, string? expected)
    {
        string[] labels =
        [
            "", "cat", "golden", "golden retriever", "übergröße", "Việt Nam", "γάτα", "σκύλος", "кошка", "и\u0306од", "قطة",
            "बिल्ली", "고양이", "猫", "𐐨𐐩",
            "կատու", "კატა", "t-shirt/top", "what?",
        ];
        var index = new TrueClass(labels).Find(file, folder);
        Assert.Equal(expected, index < 0 ? null : labels[index]);
    }

    [Fact]
    public void A_name_of_any_length_is_judged()
    {
        var name = string.Concat(Enumerable.Repeat("a very long name ", 20)).Trim();
        var rule = new TrueClass(["a very", name]);
        Assert.Equal(1, rule.Find(name.ToUpperInvariant() + ".jpg", ""));
        Assert.Equal(0, rule.Find(name[..^1] + ".jpg", ""));
        using var board = new TestBoard(model: SmallModel.File(labels: ["a very", name]))
            .AddPictures($"{name[..200]}.bmp", $"x/{name[..100]}.bmp").Start();
        Assert.Equal(name, TestBoard.Text(board.Application.Classifier.Labels[1]));
        Assert.Equal(0, board.Press().Application.TrueClassIndex);
        Assert.Equal("a very", board.Results()[1].Split(',')[1]);
    }

    [Fact]
    public void The_board_judges_letters_beyond_ASCII()
    {
        using var board = new TestBoard(model: SmallModel.File(labels: ["Käse", "猫"])).AddPictures("KÄSE 1.bmp", "猫/1.bmp")
            .Start();
        Assert.Equal(0, board.Press().Application.TrueClassIndex);
        Assert.Equal(1, board.Press().Application.TrueClassIndex);
        Assert.Equal("猫", board.Results()[2].Split(',')[1]);
    }

    [SkippableFact]
    public void Every_character_is_folded_as_Unicode_says()
    {
        var lines = UnicodeList();
        var version = lines[0];
        Skip.IfNot(
            RepositoryRoot.Read("device/app/Images/UnicodeData.cs").Contains($"database {version},", StringComparison.Ordinal),
            $"this machine's Python has Unicode {version}, the tables another");
        var (one, other) = (new FoldedText(), new FoldedText());
        var wrong = new List<string>();
        foreach (var line in lines.Skip(1))
        {
            var parts = line.Split(' ');
            var c = int.Parse(parts[0], NumberStyles.HexNumber);
            var folded = string.Concat(parts.Skip(2).Select(p => char.ConvertFromUtf32(int.Parse(p, NumberStyles.HexNumber))));
            if (!one.Set(char.ConvertFromUtf32(c)).IsSame(other.Set(folded))) wrong.Add(line);
            if (one.Length != parts.Length - 2) wrong.Add($"{line}: {one.Length} code points");
            // A mark belongs to the letter before it; what a letter becomes begins with one.
            if (parts[1] is "L" or "M" && !one.IsWordAt(0)) wrong.Add($"{line}: no letter");
            if (parts[1] is "N" or "P" or "S" or "Z" && other.Length == 1 && one.IsWordAt(0)) wrong.Add($"{line}: a letter");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(20)));
        Assert.InRange(lines.Length, 100000, 300000);
    }

    [SkippableFact]
    public void Tables_are_what_their_tool_writes()
    {
        var version = UnicodeList()[0];
        var committed = RepositoryRoot.Read("device/app/Images/UnicodeData.cs");
        Skip.IfNot(committed.Contains($"database {version},", StringComparison.Ordinal),
            $"this machine's Python has Unicode {version}");
        Assert.Equal(committed, Python(RepositoryRoot.Combine("device/tools/unicode_data.py")));
    }

    private static string[] UnicodeList() =>
        Python(RepositoryRoot.Combine("device/tools/unicode_data.py"), "--list")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Python(params string[] arguments)
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true })!;
            var text = python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            Assert.Equal(0, python.ExitCode);
            return text;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new SkipException("python3 is not installed here");
        }
    }
}
