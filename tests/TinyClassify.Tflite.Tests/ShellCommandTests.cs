namespace TinyClassify.Tflite.Tests;

public sealed class ShellCommandTests
{
    [Theory]
    [InlineData("tool", "tool")]
    [InlineData("tool run --out runs/a-1.5", "tool", "run", "--out", "runs/a-1.5")]
    [InlineData("tool 'my pictures'", "tool", "my pictures")]
    [InlineData("tool ''", "tool", "")]
    [InlineData("tool 'it'\\''s' '$HOME' '*.jpg' 'a|b' '`x`' '#1'", "tool", "it's", "$HOME", "*.jpg", "a|b", "`x`", "#1")]
    public void A_command_line_is_quoted_where_a_shell_would_change_it(string expected, params string[] words) =>
        Assert.Equal(expected, ShellCommand.Of(words[0], words[1..]));

    [SkippableFact]
    public void A_shell_gives_the_arguments_back()
    {
        Skip.If(!File.Exists("/bin/sh"), "there is no /bin/sh");
        string[] words = ["a b", "it's", "\"quoted\"", "$(pwd)", "back\\slash", "~", "-n", "tab\tbed", "ä", ""];
        (int exitCode, string output, _) = ExternalTool.Run("/bin/sh", ["-c", ShellCommand.Of("printf", ["%s\\0", .. words])],
            "/");
        Assert.Equal(0, exitCode);
        Assert.Equal(words, output.Split('\0')[..^1]);
    }

    [Theory]
    [InlineData("plain", "`plain`")]
    [InlineData("a | b", "`a \\| b`")]
    [InlineData("say `x`", "`` say `x` ``")]
    [InlineData("``", "``` `` ```")]
    [InlineData("two\nlines", "`two?lines`")]
    public void Markdown_shows_it_unchanged_in_a_table(string text, string expected) =>
        Assert.Equal(expected, ShellCommand.Markdown(text));
}
