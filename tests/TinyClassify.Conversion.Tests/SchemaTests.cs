using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TinyClassify.Conversion.Tests;

public sealed partial class SchemaTests
{
    private static readonly string s_schemaPath = RepositoryRoot.Combine("host-trainer", "Conversion", "Schema", "tflite.fbs");

    [Fact]
    public void Field_ids_in_code_are_those_of_the_schema()
    {
        var expected = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (Match table in TablePattern().Matches(CommentPattern().Replace(File.ReadAllText(s_schemaPath), "")))
        {
            foreach (Match field in FieldPattern().Matches(table.Groups[2].Value))
            {
                expected[$"{table.Groups[1].Value}.{Pascal(field.Groups[1].Value)}"] =
                    int.Parse(field.Groups[2].Value, CultureInfo.InvariantCulture);
            }
        }

        var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (Type table in typeof(TfliteSchema).GetNestedTypes())
        {
            foreach (FieldInfo field in table.GetFields(BindingFlags.Public | BindingFlags.Static))
                seen[$"{table.Name}.{field.Name}"] = (int)field.GetRawConstantValue()!;
        }

        Assert.True(expected.Count > 50, "The schema was not parsed.");
        Assert.Equal(expected, seen);
    }

    [SkippableFact]
    public void Flatc_reads_what_the_writer_writes()
    {
        Skip.IfNot(ExternalTool.Exists("flatc"), "flatc is not installed (Debian: apt install flatbuffers-compiler)");
        using var folder = new TemporaryFolder();
        QuantizedGraph graph = SmallGraphs.Of("DEPTHWISE_CONV_2D", seed: 5);
        File.WriteAllBytes(folder.File("model.tflite"), TfliteWriter.Write(graph));
        (int exitCode, string output, string errors) = ExternalTool.Run(
            "flatc", ["--json", "--strict-json", "--defaults-json", s_schemaPath, "--", "model.tflite"], folder.Path);
        Assert.True(exitCode == 0, output + errors);

        JsonElement model = JsonDocument.Parse(File.ReadAllText(folder.File("model.json"))).RootElement;
        Assert.Equal(3, model.GetProperty("version").GetInt32());
        Assert.Equal(graph.Name, model.GetProperty("description").GetString());
        JsonElement code = model.GetProperty("operator_codes")[0];
        Assert.Equal("DEPTHWISE_CONV_2D", code.GetProperty("builtin_code").GetString());
        Assert.Equal(4, code.GetProperty("deprecated_builtin_code").GetInt32());
        Assert.Equal(3, code.GetProperty("version").GetInt32());
        Assert.Equal(0, model.GetProperty("buffers")[0].TryGetProperty("data", out JsonElement empty) ? empty.GetArrayLength() : 0);
        JsonElement subgraph = model.GetProperty("subgraphs")[0];
        Assert.Equal(["input", "output/weights", "output/bias", "output"],
            subgraph.GetProperty("tensors").EnumerateArray().Select(t => t.GetProperty("name").GetString()));
        JsonElement weights = subgraph.GetProperty("tensors")[1];
        Assert.Equal("INT8", weights.GetProperty("type").GetString());
        Assert.Equal(3, weights.GetProperty("quantization").GetProperty("quantized_dimension").GetInt32());
        Assert.Equal(6, weights.GetProperty("quantization").GetProperty("scale").GetArrayLength());
        JsonElement op = subgraph.GetProperty("operators")[0];
        Assert.Equal("DepthwiseConv2DOptions", op.GetProperty("builtin_options_type").GetString());
        Assert.Equal("VALID", op.GetProperty("builtin_options").GetProperty("padding").GetString());
        Assert.Equal(1, op.GetProperty("builtin_options").GetProperty("depth_multiplier").GetInt32());
    }

    private static string Pascal(string snake) =>
        string.Concat(snake.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    [GeneratedRegex("//.*")]
    private static partial Regex CommentPattern();

    [GeneratedRegex(@"table (\w+) \{(.*?)\}", RegexOptions.Singleline)]
    private static partial Regex TablePattern();

    [GeneratedRegex(@"(\w+):[^;(]+\(id: (\d+)")]
    private static partial Regex FieldPattern();
}
