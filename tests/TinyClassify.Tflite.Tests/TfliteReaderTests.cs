using TinyClassify.Runtime;

namespace TinyClassify.Tflite.Tests;

public sealed class TfliteReaderTests(LiteRt liteRt) : IClassFixture<LiteRt>
{
    public static TheoryData<string> Kinds => [.. SmallGraphs.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_written_graph_reads_back_to_the_same_bytes(string kind)
    {
        byte[] file = TfliteWriter.Write(SmallGraphs.Of(kind, seed: 11));
        Assert.Equal(file, TfliteWriter.Write(TfliteReader.ReadGraph(file)));
    }

    [Fact]
    public void Labels_travel_in_the_file()
    {
        string[] labels = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "Schiff — ü"];
        TfliteModel model = TfliteReader.Read(TfliteWriter.Write(SmallGraphs.Classifier(labels)));
        Assert.Equal(labels, model.Labels);
        Assert.Equal("1.14.0", System.Text.Encoding.ASCII.GetString(
            model.Metadata.Single(m => m.Name == MetadataNames.MinimumRuntimeVersion).Data.Span).TrimEnd('\0'));
    }

    [Fact]
    public void Labels_are_read_from_the_standard_metadata_of_other_tools()
    {
        byte[] file = TfliteWriter.Write(SmallGraphs.Classifier(["cat", "dog", "Ü"]));
        // Another name for our own entry leaves only the standard one.
        file[file.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(MetadataNames.Labels))] = (byte)'T';
        Assert.Equal(new[] { "cat", "dog", "Ü" }, TfliteReader.Read(file).Labels);
    }

    [SkippableFact]
    public void LiteRT_runs_a_file_with_labels_packed_behind_it()
    {
        QuantizedGraph graph = SmallGraphs.Classifier(["cat", "dog", "Ü"]);
        var plain = new QuantizedGraph("", [], graph.Input, graph.Operators, graph.Output);
        sbyte[] inputs = SmallGraphs.Inputs(graph, count: 8, seed: 4);
        Assert.Equal(liteRt.Run(TfliteWriter.Write(plain), inputs), liteRt.Run(TfliteWriter.Write(graph), inputs));
    }

    [Fact]
    public void Constants_start_at_multiples_of_16_bytes_of_the_file()
    {
        foreach (string kind in SmallGraphs.Kinds)
        {
            byte[] file = TfliteWriter.Write(SmallGraphs.Of(kind, seed: 13));
            foreach (TfliteTensor tensor in TfliteReader.Read(file).Subgraphs[0].Tensors.Where(t => t.IsConstant))
            {
                Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(tensor.Data, out ArraySegment<byte> place));
                Assert.Same(file, place.Array);
                Assert.True(place.Offset % 16 == 0, $"{kind}: {tensor.Name} starts at byte {place.Offset}.");
            }
        }
    }

    [SkippableFact]
    public void Weights_of_minus_128_in_others_files_are_kept()
    {
        QuantizedGraph graph = SmallGraphs.Of("CONV_2D", seed: 18);
        byte[] file = TfliteWriter.Write(graph);
        ReadOnlySpan<sbyte> weights = ((Conv2D)graph.Operators[0]).Weights.Values.AsSpan();
        int at = file.AsSpan().IndexOf(System.Runtime.InteropServices.MemoryMarshal.AsBytes(weights));
        file[at] = 0x80;
        QuantizedGraph read = TfliteReader.ReadGraph(file);
        Assert.Equal(sbyte.MinValue, ((Conv2D)read.Operators[0]).Weights.Values[0]);
        sbyte[] inputs = SmallGraphs.Inputs(graph, count: 8, seed: 19);
        Assert.Equal(liteRt.Run(file, inputs), Engine.Run(TfliteWriter.Write(read), inputs, Rounding.Float));
    }

    [SkippableFact]
    public void ResNet8_written_again_computes_the_same_in_LiteRT()
    {
        byte[] original = ReferenceModels.ResNet8();
        (sbyte[] pixels, _) = ReferenceModels.Cifar10(50);
        byte[] rewritten = TfliteWriter.Write(TfliteReader.ReadGraph(original));
        Assert.Equal(liteRt.Run(original, pixels), liteRt.Run(rewritten, pixels));
    }

    [SkippableFact]
    public void ResNet8_has_its_published_multiply_accumulates()
    {
        Assert.Equal(12_501_632, TfliteReader.ReadGraph(ReferenceModels.ResNet8()).Macs);
    }

    [Fact]
    public void A_text_file_is_refused_by_what_stands_at_its_start()
    {
        var error = Assert.Throws<InvalidDataException>(() => TfliteReader.Read("this is no model at all"u8.ToArray()));
        Assert.Contains("' is '", error.Message, StringComparison.Ordinal);
        Assert.Contains("'TFL3'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_outside_its_table_is_refused_by_name()
    {
        byte[] file = TfliteWriter.Write(SmallGraphs.Of("CONV_2D", seed: 14));
        int root = BitConverter.ToInt32(file, 0), fields = root - BitConverter.ToInt32(file, root);
        // The list of fields starts with its own size, then the table's: so small, the model has no place for its version.
        file[fields + 2] = sizeof(int);
        var error = Assert.Throws<InvalidDataException>(() => TfliteReader.Read(file));
        Assert.Matches(@"^model: field \d+ lies at byte \d+ of a table of 4; expected 4 bytes inside it\.$", error.Message);
    }

    [Fact]
    public void An_index_past_the_tensors_is_refused_by_name()
    {
        byte[] file = TfliteWriter.Write(SmallGraphs.Of("SOFTMAX", seed: 14));
        int tensors = TfliteReader.Read(file).Subgraphs[0].Tensors.Length;
        Format.SubGraph graph = Format.Model.GetRootAsModel(new Google.FlatBuffers.ByteBuffer(file)).Subgraphs(0)!.Value;
        file[graph.GetOutputsBytes()!.Value.Offset] = (byte)tensors;
        var error = Assert.Throws<InvalidDataException>(() => TfliteReader.Read(file));
        // The last operator shares the list, and is read first.
        Assert.EndsWith($"outputs names tensor {tensors}; expected 0 to {tensors - 1}.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vector_past_the_file_is_refused_by_name_and_count()
    {
        byte[] file = TfliteWriter.Write(SmallGraphs.Of("SOFTMAX", seed: 14));
        Format.SubGraph graph = Format.Model.GetRootAsModel(new Google.FlatBuffers.ByteBuffer(file)).Subgraphs(0)!.Value;
        // A vector's count stands before its elements.
        BitConverter.TryWriteBytes(file.AsSpan(graph.GetOutputsBytes()!.Value.Offset - sizeof(int)), 20_000);
        var error = Assert.Throws<InvalidDataException>(() => TfliteReader.Read(file));
        Assert.Matches($@"outputs at byte \d+ claims 20000 elements of 4 bytes; the file ends at byte {file.Length}\.$",
            error.Message);
    }

    [Fact]
    public void Parts_that_are_shared_without_end_are_refused()
    {
        byte[] bytes = new byte[1000];
        BitConverter.TryWriteBytes(bytes, bytes.Length - sizeof(int));
        var file = new FlatFile(bytes);
        var error = Assert.Throws<InvalidDataException>(() =>
        {
            for (int read = 0; read < 1000; read++)
                file.Vector(0, 1, "part");
        });
        Assert.Contains("over 16 times its 1000 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_of_one_name_are_told_apart_when_they_are_written_again()
    {
        byte[] file = TfliteWriter.Write(SmallGraphs.Classifier(["cat", "dog"]));
        byte[] name = "scores"u8.ToArray();
        for (int at = file.AsSpan().IndexOf(name); at >= 0; at = file.AsSpan().IndexOf(name))
            "logits"u8.CopyTo(file.AsSpan(at));
        QuantizedGraph read = TfliteReader.ReadGraph(file);
        Assert.NotEqual(read.Operators[^1].Inputs[0].Name, read.Output.Name);
        Assert.Equal(read.Output.Name, TfliteReader.ReadGraph(TfliteWriter.Write(read)).Output.Name);
    }

    [Fact]
    public void A_truncated_file_is_refused_at_every_length()
    {
        byte[] file = TfliteWriter.Write(SmallGraphs.Of("CONV_2D", seed: 14));
        for (int length = 0; length < file.Length; length++)
            ReadDamaged(file[..length]);
    }

    [Fact]
    public void A_damaged_classifier_with_labels_is_read_or_refused_but_never_crashes()
    {
        var random = new Random(17);
        byte[] sound = TfliteWriter.Write(SmallGraphs.Classifier(["cat", "dog", "Ü"]));
        sound[sound.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(MetadataNames.Labels))] = (byte)'T';
        for (int round = 0; round < 2000; round++)
        {
            byte[] damaged = (byte[])sound.Clone();
            // The archive stands at the end; half of the damage goes there.
            int from = round % 2 == 0 ? sound.Length - 200 : 0;
            damaged[random.Next(from, damaged.Length)] = (byte)random.Next(256);
            ReadDamaged(damaged);
        }
    }

    [Fact]
    public void A_damaged_file_is_read_or_refused_but_never_crashes()
    {
        var random = new Random(15);
        foreach (string kind in SmallGraphs.Kinds)
        {
            byte[] sound = TfliteWriter.Write(SmallGraphs.Of(kind, seed: 16));
            for (int round = 0; round < 1000; round++)
            {
                byte[] damaged = (byte[])sound.Clone();
                for (int n = random.Next(1, 4); n > 0; n--)
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                ReadDamaged(damaged);
            }
        }
    }

    /// <summary>Anything but the exceptions of the contract fails the test, here and in the engine's own reader.</summary>
    private static void ReadDamaged(byte[] file)
    {
        try
        {
            ClassifierModel.Measure(file);
        }
        catch (TinyClassifyException refused)
        {
            Assert.NotEmpty(refused.Message);
        }

        try
        {
            var inspection = ModelInspection.Of(TfliteReader.Read(file));
            Assert.NotEmpty(TextReport.Write(inspection));
            Assert.NotEmpty(SvgReport.Write(inspection));
            TfliteReader.ReadGraph(file);
        }
        catch (Exception refused) when (refused is InvalidDataException or NotSupportedException)
        {
            Assert.NotEmpty(refused.Message);
        }
    }
}
