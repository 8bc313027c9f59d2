using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TinyClassify.Runtime;
using TinyClassify.Tflite;

namespace TinyClassify.Preparation;

/// <summary>What a person should know of a model before using it, as Markdown: facts in a table, then sections.</summary>
/// <remarks>Names and paths come from files and may hold anything: <see cref="Row"/> keeps them within their cell.</remarks>
public sealed class ModelCard
{
    private readonly StringBuilder _text = new();

    /// <param name="about">Who made it and how, one line or several.</param>
    public ModelCard(string title, params IEnumerable<string> about)
    {
        Line($"# {Describe.Printable(title)}").Line();
        foreach (var line in about)
            Line(line);
        Line().Line("| | |").Line("|---|---|");
    }

    /// <summary>A model file's name, size and hash.</summary>
    public ModelCard File(string what, string name, byte[] contents) => Row(what,
        $"{ShellCommand.Markdown(Describe.Printable(name))}, {Describe.Number(contents.Length)} bytes, SHA-256 "
        + $"`{Convert.ToHexStringLower(SHA256.HashData(contents))}`");

    /// <summary>What goes in and what comes out.</summary>
    /// <param name="picture">How a picture's bytes become the input.</param>
    public ModelCard Ends(ClassifierModel model, string picture) => Row(
        "input", $"int8 [1, {model.InputHeight}, {model.InputWidth}, {model.InputChannels}], {picture}")
        .Row("output", $"int8 [1, {model.ClassCount}], {(model.OutputIsSoftmax ? "probabilities" : "logits")}");

    /// <summary>What an inference costs.</summary>
    /// <param name="model">Opened with the Cortex-M7's kernels.</param>
    public ModelCard Cost(ClassifierModel model) => Row("multiply-accumulates", Describe.Number((long)model.Macs))
        .Row("arena", $"{Describe.Number(model.ArenaBytes)} bytes (activations and scratch at their peak, with the Cortex-M7's "
            + "kernels)");

    public ModelCard Row(string name, string value)
    {
        _text.Append("| ").Append(name).Append(" | ").Append(value.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
        return this;
    }

    public ModelCard Section(string title) => Line().Line($"## {title}").Line();

    /// <param name="heads">One a column.</param>
    /// <param name="rows">Cells that are Markdown.</param>
    public ModelCard Table(IReadOnlyList<string> heads, params IEnumerable<IReadOnlyList<string>> rows)
    {
        Line($"| {string.Join(" | ", heads)} |").Line($"|{string.Concat(heads.Select(_ => "---|"))}");
        foreach (var row in rows)
            Line($"| {string.Join(" | ", row)} |");
        return this;
    }

    /// <param name="language">Of what stands in the block; empty for plain text.</param>
    public ModelCard Block(string language, string contents) => Line($"```{language}").Line(contents.TrimEnd('\n')).Line("```");

    public ModelCard Line(string line = "")
    {
        _text.Append(line).Append('\n');
        return this;
    }

    public static string Number(long value) => Describe.Number(value);

    /// <param name="fraction">[0, 1].</param>
    public static string Percent(double fraction) => (100 * fraction).ToString("F2", CultureInfo.InvariantCulture) + " %";

    public override string ToString() => _text.ToString();
}
