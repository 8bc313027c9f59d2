using System.Text.Json;

namespace TinyClassify.Trainer.Sweeps;

/// <summary>Short names for changed settings, fit for folders: "criterion-l1", and "prune.fineTune.epochs-4" where "epochs" alone
/// could be another.</summary>
internal sealed class SettingNames
{
    private readonly Dictionary<string, string> _short;

    public SettingNames(IEnumerable<string> paths)
    {
        var distinct = paths.Distinct().ToArray();
        _short = distinct.ToDictionary(p => p, p => distinct.Count(other => Last(other) == Last(p)) == 1 ? Last(p) : p);
    }

    /// <param name="position">Names what is no single value: the first list is 1.</param>
    public string Of(string path, JsonElement value, int position)
    {
        var text = value.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? $"{position + 1}" : value.ToString();
        return string.Concat($"{_short.GetValueOrDefault(path, path)}-{text}".Select(c => char.IsAsciiLetterOrDigit(c)
            || c is '.' or '-' or '+' ? c : '-'));
    }

    private static string Last(string path) => path[(path.LastIndexOf('.') + 1)..];
}
