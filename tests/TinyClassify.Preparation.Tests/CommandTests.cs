using System.CommandLine;
using System.Runtime.InteropServices;

namespace TinyClassify.Preparation.Tests;

public sealed class CommandTests(LiteRt liteRt) : IClassFixture<LiteRt>
{
    private static readonly string[] s_cifar10 =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    [Fact]
    public void Inspect_prints_the_table_and_writes_the_drawings()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.tflite"), TfliteWriter.Write(SmallGraphs.Classifier(["cat", "dog"])));
        (int exitCode, string output, string errors) = Run(
            ModelCommands.Inspect(), folder.File("model.tflite"), "--svg", folder.File("m.svg"), "--html", folder.File("m.html"));
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Contains("FULLY_CONNECTED", output, StringComparison.Ordinal);
        Assert.Contains("\nfactors   carried for flash, equal to what the scales say\n", output, StringComparison.Ordinal);
        Assert.Matches(@"\nengine    takes it: [\d,]+ bytes of memory for activations", output);
        Assert.StartsWith("<svg ", File.ReadAllText(folder.File("m.svg")), StringComparison.Ordinal);
        Assert.StartsWith("<!doctype html>", File.ReadAllText(folder.File("m.html")), StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFiles(folder.Path).Length);
    }

    // The microcontroller refuses it, too, but without the words.
    [Fact]
    public void Inspect_tells_why_the_engine_refuses_a_model()
    {
        using var folder = new TemporaryFolder();
        byte[] file = TfliteWriter.Write(SmallGraphs.Classifier(["cat", "dog"]));
        TfliteModel model = TfliteReader.Read(file);
        float scale = model.Subgraphs[0].Tensors[model.Subgraphs[0].Inputs[0]].Quantization!.Scales[0];
        byte[] vector = [1, 0, 0, 0, .. BitConverter.GetBytes(scale)];
        file[file.AsSpan().IndexOf(vector) + 7] |= 0x80; // Negative.
        File.WriteAllBytes(folder.File("negative.tflite"), file);
        (int exitCode, string output, _) = Run(ModelCommands.Inspect(), folder.File("negative.tflite"));
        Assert.Equal(0, exitCode);
        Assert.Contains("\nengine    refuses it. model corrupt: scale that is not positive and finite", output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_or_missing_file_gives_one_line_and_exit_code_1()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("text.tflite"), "not a model");
        foreach (string name in new[] { "text.tflite", "missing.tflite" })
        {
            foreach (Command command in new[] { ModelCommands.Inspect(), ModelCommands.Prepare() })
            {
                string[] more = command.Name == "prepare" ? ["--out", folder.File("out")] : [];
                (int exitCode, string output, string errors) = Run(command, [folder.File(name), .. more]);
                Assert.Equal((1, ""), (exitCode, output));
                Assert.StartsWith("tinyclassify: ", errors, StringComparison.Ordinal);
                Assert.Single(errors.TrimEnd('\n').Split('\n'));
            }
        }
    }

    [Fact]
    public void C_array_writes_what_the_writer_gives()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("my model.tflite"), [1, 2, 255]);
        (int exitCode, string output, _) = Run(ModelCommands.CArray(), folder.File("my model.tflite"));
        Assert.Equal((0, CArrayWriter.Write([1, 2, 255], "my model.tflite")), (exitCode, output));
        (exitCode, output, _) = Run(ModelCommands.CArray(), folder.File("my model.tflite"), "--xxd");
        Assert.Equal((0, CArrayWriter.WriteXxd([1, 2, 255], "my model.tflite")), (exitCode, output));
        (exitCode, _, _) = Run(ModelCommands.CArray(), folder.File("my model.tflite"), "--out", folder.File("m.c"));
        Assert.Equal((0, CArrayWriter.Write([1, 2, 255], "my model.tflite")), (exitCode, File.ReadAllText(folder.File("m.c"))));
        string header = File.ReadAllText(folder.File("m.h"));
        Assert.Contains("#define MY_MODEL_TFLITE_BYTES 3\n", header, StringComparison.Ordinal);
        Assert.Contains("// The engine does not open it: ", header, StringComparison.Ordinal);
        (exitCode, _, string errors) = Run(ModelCommands.CArray(), folder.File("my model.tflite"), "--out", folder.File("m.h"));
        Assert.Equal(1, exitCode);
        Assert.Contains("e.g. m.c", errors, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Prepare_takes_ResNet8_into_use()
    {
        byte[] original = ReferenceModels.ResNet8();
        (sbyte[] pixels, _) = ReferenceModels.Cifar10(20);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("resnet8.tflite"), original);
        File.WriteAllBytes(folder.File("inputs.bin"), MemoryMarshal.AsBytes(pixels.AsSpan()).ToArray());
        File.WriteAllBytes(folder.File("outputs.bin"), MemoryMarshal.AsBytes(liteRt.Run(original, pixels).AsSpan()).ToArray());
        File.WriteAllLines(folder.File("names.txt"), s_cifar10);
        string ready = folder.File("ready");
        (int exitCode, string output, string errors) = Run(
            ModelCommands.Prepare((_, data) => new ModelAccuracy(data, 3, 4)), folder.File("resnet8.tflite"), "--out", ready,
            "--name",
            "ResNet-8", "--labels", folder.File("names.txt"), "--inputs", folder.File("inputs.bin"), "--outputs",
            folder.File("outputs.bin"), "--data", folder.Path, "--published", "85.5", "--published-source", "a paper");
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Contains("float rounding against the scores given: equal in every byte on 20 inputs", output,
            StringComparison.Ordinal);
        byte[] model = File.ReadAllBytes(Path.Combine(ready, "classifier.tflite"));
        Assert.Equal(s_cifar10, TfliteReader.Read(model).Labels);
        Assert.Equal(CArrayWriter.Write(model, "classifier.tflite"),
            File.ReadAllText(Path.Combine(ready, "classifier.tflite.c")));
        string card = File.ReadAllText(Path.Combine(ready, "README.md"));
        Assert.Contains("12,501,632", card, StringComparison.Ordinal);
        Assert.Contains("75.00 % (3 of 4)", card, StringComparison.Ordinal);
        Assert.Contains("85.50 % (a paper); measured 10.50 points below", card, StringComparison.Ordinal);
        Assert.Contains("85.50 % (a paper); measured 10.50 points below", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_card_tells_the_command_with_its_options_quoted_as_a_shell_wants_them()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("my model.tflite"), TfliteWriter.Write(SmallGraphs.Classifier(["cat", "dog"])));
        string ready = folder.File("my out");
        string model = folder.File("my model.tflite");
        Assert.Equal(0, Run(ModelCommands.Prepare(), model, "--out", ready, "--factors", "ram").ExitCode);
        string card = File.ReadAllText(Path.Combine(ready, "README.md"));
        Assert.Contains($"`tinyclassify prepare '{model}' --out '{ready}' --factors ram`", card, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flash")]
    [InlineData("ram")]
    public void Prepare_leaves_the_factors_out_of_the_file_when_asked(string place)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.tflite"), TfliteWriter.Write(SmallGraphs.Classifier(["cat", "dog"])));
        (int exitCode, _, string errors) = Run(
            ModelCommands.Prepare(), folder.File("model.tflite"), "--out", folder.File("out"), "--factors", place);
        Assert.Equal((0, ""), (exitCode, errors));
        TfliteModel written = TfliteReader.Read(File.ReadAllBytes(Path.Combine(folder.File("out"), "classifier.tflite")));
        Assert.Equal(place == "flash", written.Metadata.Any(m => m.Name == MetadataNames.Requantization));
    }

    [Theory]
    [InlineData("go together", "--published", "85")]
    [InlineData("go together", "--published-source", "a paper")]
    [InlineData("0 to 100", "--published", "850", "--published-source", "a paper")]
    public void Prepare_refuses_a_published_figure_that_nobody_can_check(string expected, params string[] options)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.tflite"), TfliteWriter.Write(SmallGraphs.Classifier(["cat", "dog"])));
        (int exitCode, _, string errors) = Run(
            ModelCommands.Prepare(), [folder.File("model.tflite"), "--out", folder.File("out"), .. options]);
        Assert.Equal(1, exitCode);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("out")));
    }

    [Fact]
    public void Prepare_refuses_labels_that_are_not_UTF_8_by_line_and_takes_a_byte_order_mark_away()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.tflite"), TfliteWriter.Write(SmallGraphs.Classifier(["cat", "dog"])));
        File.WriteAllBytes(folder.File("latin1.txt"), [.. "Hund\nK"u8, 0xFC, .. "he\n"u8]);
        string[] command = [folder.File("model.tflite"), "--out", folder.File("out"), "--labels"];
        (int exitCode, _, string errors) = Run(ModelCommands.Prepare(), [.. command, folder.File("latin1.txt")]);
        Assert.Equal(1, exitCode);
        Assert.Contains("latin1.txt, line 2: byte 0xFC is not UTF-8", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("out")));
        File.WriteAllBytes(folder.File("bom.txt"), [0xEF, 0xBB, 0xBF, .. "Hund\r\nK\u00FChe\r\n"u8]);
        Assert.Equal(0, Run(ModelCommands.Prepare(), [.. command, folder.File("bom.txt")]).ExitCode);
        Assert.Equal("Hund\nK\u00FChe\n", File.ReadAllText(folder.File("out/labels.txt")));
    }

    [Fact]
    public void Prepare_refuses_labels_that_do_not_fit()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.tflite"), TfliteWriter.Write(SmallGraphs.Classifier(["cat", "dog"])));
        File.WriteAllLines(folder.File("names.txt"), ["cat", "dog", "bird"]);
        (int exitCode, _, string errors) = Run(
            ModelCommands.Prepare(), folder.File("model.tflite"), "--out", folder.File("out"), "--labels",
            folder.File("names.txt"));
        Assert.Equal(1, exitCode);
        Assert.Contains("3 labels", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("out")));
    }

    private static (int ExitCode, string Output, string Errors) Run(Command command, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        int exitCode = CommandGuard.RunAsync(
            command.Parse(arguments), new InvocationConfiguration { Output = output, Error = errors }).GetAwaiter().GetResult();
        return (exitCode, output.ToString(), errors.ToString());
    }
}
