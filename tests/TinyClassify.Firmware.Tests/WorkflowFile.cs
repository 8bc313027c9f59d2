using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace TinyClassify.Firmware.Tests;

/// <summary>One step of a job.</summary>
/// <param name="Uses">The action it calls; empty where it runs a command.</param>
/// <param name="Run">The command; empty where it calls an action.</param>
/// <param name="Shell">Of the command: bash where the file names none.</param>
/// <param name="With">What the action is given.</param>
internal sealed record WorkflowStep(string Id, string Uses, string Run, string Shell, IReadOnlyDictionary<string, string> With);

/// <summary>One job.</summary>
/// <param name="Needs">Jobs that end before it begins.</param>
/// <param name="Matrix">What stands for each `matrix.KEY`.</param>
internal sealed record WorkflowJob(string Name, string[] Needs, ILookup<string, string> Matrix, WorkflowStep[] Steps);

/// <summary>A workflow of GitHub Actions, as far as it can be checked without the service.</summary>
internal sealed partial class WorkflowFile
{
    /// <param name="yaml">The file's text.</param>
    public WorkflowFile(string yaml)
    {
        Text = yaml;
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var root = (YamlMappingNode)stream.Documents[0].RootNode;
        var push = Child(Child(root, "on"), "push") as YamlMappingNode;
        Paths = Items(Child(push, "paths"));
        Jobs = [.. ((YamlMappingNode)root["jobs"]).Select(job => ReadJob(job.Key.ToString(), (YamlMappingNode)job.Value))];
    }

    public string Text { get; }

    /// <summary>Files whose change begins it.</summary>
    public string[] Paths { get; }

    public WorkflowJob[] Jobs { get; }

    /// <returns>A text once for each value that its `matrix.KEY` has; other expressions become a word.</returns>
    public static string[] Expand(string text, WorkflowJob job)
    {
        var key = MatrixExpression().Match(text);
        IEnumerable<string> texts = key.Success ? job.Matrix[key.Groups[1].Value].SelectMany(With) : [text];
        return [.. texts.Select(t => Expression().Replace(t, "expression"))];

        string[] With(string value) => Expand(text.Replace(key.Value, value, StringComparison.Ordinal), job);
    }

    private static WorkflowJob ReadJob(string name, YamlMappingNode job)
    {
        var needs = Child(job, "needs") is YamlScalarNode one ? [one.ToString()] : Items(Child(job, "needs"));
        var include = Child(Child(Child(job, "strategy"), "matrix"), "include") as YamlSequenceNode;
        var matrix = (include ?? []).SelectMany(row => (YamlMappingNode)row)
            .ToLookup(pair => pair.Key.ToString(), pair => pair.Value.ToString());
        return new(name, needs, matrix, [.. ((YamlSequenceNode)job["steps"]).Select(step => ReadStep((YamlMappingNode)step))]);
    }

    private static WorkflowStep ReadStep(YamlMappingNode step)
    {
        var with = (Child(step, "with") as YamlMappingNode ?? [])
            .ToDictionary(pair => pair.Key.ToString(), pair => pair.Value.ToString());
        var shell = Word(step, "shell");
        return new(Word(step, "id"), Word(step, "uses"), Word(step, "run"), shell.Length > 0 ? shell : "bash", with);
    }

    private static YamlNode? Child(YamlNode? node, string key) =>
        node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    private static string Word(YamlNode node, string key) => Child(node, key)?.ToString() ?? "";

    private static string[] Items(YamlNode? node) => [.. (node as YamlSequenceNode ?? []).Select(item => item.ToString())];

    [GeneratedRegex(@"\$\{\{\s*matrix\.(\w+)\s*\}\}")]
    private static partial Regex MatrixExpression();

    [GeneratedRegex(@"\$\{\{.*?\}\}")]
    private static partial Regex Expression();
}
