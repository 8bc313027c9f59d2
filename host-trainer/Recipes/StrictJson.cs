using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace TinyClassify.Trainer.Recipes;

/// <summary>Reads JSON with comments into a record, and says of a mistake which member it is, in which line, and what was
/// expected.</summary>
public sealed class StrictJson
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private static readonly JsonReaderOptions s_reader = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true
    };

    private readonly string _where;
    private readonly Dictionary<string, int> _lines;
    private readonly bool _hasLines;

    private StrictJson(string where, Dictionary<string, int> lines, bool hasLines) =>
        (_where, _lines, _hasLines) = (where, lines, hasLines);

    /// <param name="text">JSON; comments and trailing commas are allowed.</param>
    /// <param name="where">The file, for the messages.</param>
    /// <param name="what">What it is to be, e.g. "recipe".</param>
    /// <param name="check">Further checks; a message that begins with a member's path gets the line in front.</param>
    /// <exception cref="InvalidDataException">It is not one.</exception>
    public static T Read<T>(string text, string where, string what, Action<T> check)
        where T : class
    {
        StrictJson json;
        T value;
        try
        {
            json = new(where, LinesOf(text, where), text.Contains('\n'));
            using var document = JsonDocument.Parse(
                text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            json.Check(document.RootElement, typeof(T), "", isNullable: false);
            value = document.RootElement.Deserialize<T>(s_json)!;
        }
        catch (JsonException e)
        {
            // What follows is the position once more, as the reader counts.
            var reason = e.Message.Split(" LineNumber:")[0].Split(" Path:")[0];
            throw new InvalidDataException($"{where}, line {e.LineNumber + 1}: not a {what}: {reason}", e);
        }
        try
        {
            check(value);
        }
        catch (InvalidDataException e)
        {
            throw json.Wrong(e.Message.Split(' ')[0], e.Message);
        }
        return value;
    }

    // The line of each member by its path: "train.epochs", "network.stages[2][0]".
    private static Dictionary<string, int> LinesOf(string text, string where)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, s_reader);
        var lines = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var path = new Stack<(string Path, int Next)>(); // Next: of an array's elements; -1 in an object
        var (member, line, at) = ("", 1, 0L);
        while (reader.Read())
        {
            for (; at < reader.TokenStartIndex; at++)
                line += bytes[at] == '\n' ? 1 : 0;
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                path.Pop();
                continue;
            }
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                member = Join(path.Peek().Path, reader.GetString()!);
                if (!lines.TryAdd(member, line))
                    throw new InvalidDataException(
                        $"{where}, line {line}: {member} is there twice, first in line {lines[member]}. Keep one.");
                continue;
            }
            if (path.Count > 0 && path.Peek().Next >= 0)
            {
                var (outer, next) = path.Pop();
                path.Push((outer, next + 1));
                member = $"{outer}[{next}]";
                lines.TryAdd(member, line);
            }
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                path.Push((member, reader.TokenType == JsonTokenType.StartArray ? 0 : -1));
        }
        lines.TryAdd("", 1);
        return lines;
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private void Check(JsonElement element, Type type, string path, bool isNullable)
    {
        if (type == typeof(JsonElement))
            return;
        if (Nullable.GetUnderlyingType(type) is { } inner)
            (type, isNullable) = (inner, true);
        if (element.ValueKind == JsonValueKind.Null && isNullable)
            return;
        if (Expected(element, type) is { } expected)
            throw Wrong(path, $"{(path.Length == 0 ? "the file" : path)} is {Shortened(element)}; expected "
                + $"{expected}{(isNullable ? " or null" : "")}.");
        if (type.IsPrimitive || type == typeof(string))
            return;
        if (element.ValueKind == JsonValueKind.Array)
        {
            var item = type.GetGenericArguments()[0];
            foreach (var (i, inside) in element.EnumerateArray().Index())
                Check(inside, item, $"{path}[{i}]", isNullable: false);
        }
        else if (IsDictionary(type))
            foreach (var member in element.EnumerateObject())
                Check(member.Value, type.GetGenericArguments()[1], Join(path, member.Name), isNullable: false);
        else
            CheckMembers(element, type, path);
    }

    private void CheckMembers(JsonElement element, Type type, string path)
    {
        var nullability = new NullabilityInfoContext();
        var members = type.GetProperties().Where(p => p.SetMethod is not null)
            .ToDictionary(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name), StringComparer.OrdinalIgnoreCase);
        foreach (var member in element.EnumerateObject())
        {
            if (!members.TryGetValue(member.Name, out var property))
                throw Wrong(Join(path, member.Name),
                    $"there is no member {Join(path, member.Name)}; expected {string.Join(", ", members.Keys)}.");
            Check(member.Value, property.PropertyType, Join(path, member.Name),
                nullability.Create(property).WriteState == NullabilityState.Nullable);
        }
        var given = element.EnumerateObject().Select(m => m.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, property) in members)
            if (!given.Contains(name) && property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute)))
                throw Wrong(path, $"{Join(path, name)} is missing.");
    }

    /// <returns>What should stand there, or null where the kind is right.</returns>
    private static string? Expected(JsonElement element, Type type)
    {
        if (type == typeof(string))
            return element.ValueKind == JsonValueKind.String ? null : "a text in quotes";
        if (type == typeof(bool))
            return element.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "true or false";
        if (type == typeof(int))
            return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out _) ? null : "a whole number";
        if (type == typeof(long))
            return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out _) ? null : "a whole number";
        if (type == typeof(ulong))
            return element.ValueKind == JsonValueKind.Number && element.TryGetUInt64(out _) ? null : "a whole number, 0 or above";
        if (type == typeof(double))
            return element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) && double.IsFinite(number)
                ? null : "a number";
        if (typeof(IEnumerable).IsAssignableFrom(type) && !IsDictionary(type))
            return element.ValueKind == JsonValueKind.Array ? null : "a list in square brackets";
        return element.ValueKind == JsonValueKind.Object ? null : "members in braces";
    }

    private static bool IsDictionary(Type type) => type.IsGenericType
        && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>);

    private static string Shortened(JsonElement element) => element.GetRawText() is { Length: > 40 } text ? text[..40]
        + "..." : element.GetRawText();

    // Text of a single line is not what a person wrote.
    private InvalidDataException Wrong(string path, string message) =>
        new(_lines.TryGetValue(path, out var line) && _hasLines ? $"{_where}, line {line}: {message}" : $"{_where}: {message}");
}
