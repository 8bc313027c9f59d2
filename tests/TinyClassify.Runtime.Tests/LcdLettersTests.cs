using System.Text;

namespace TinyClassify.Runtime.Tests;

public class LcdLettersTests
{
    [Theory]
    [InlineData("golden retriever 7")]
    [InlineData("Übergröße, naïve façade – “quoted”")]
    public void Latin_letters_are_drawn(string name)
    {
        Assert.Empty(LcdLetters.Missing(name));
        Assert.Empty(LcdLetters.Warnings([name]));
    }

    [Theory]
    [InlineData("猫の猫", "猫の")]
    [InlineData("кот", "кот")]
    [InlineData("Łódź", "Łź")]
    [InlineData("Cafe\u0301", "\u0301")]
    [InlineData("cat 🐈", "🐈")]
    public void Others_are_told_each_once(string name, string missing)
    {
        Assert.Equal(missing.EnumerateRunes(), LcdLetters.Missing(name));
        var warning = Assert.Single(LcdLetters.Warnings(["dog", name]));
        Assert.Contains($"\"{name}\"", warning);
        Assert.All(missing.EnumerateRunes(), rune => Assert.Contains($"U+{rune.Value:X4}", warning));
    }
}
