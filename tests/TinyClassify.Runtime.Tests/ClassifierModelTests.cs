namespace TinyClassify.Runtime.Tests;

public class ClassifierModelTests
{
    [SkippableFact]
    public void The_reference_model_describes_itself()
    {
        using var model = ClassifierModel.Open(ReferenceModel.Require());
        Assert.Equal((32, 32, 3), (model.InputHeight, model.InputWidth, model.InputChannels));
        Assert.Equal(10, model.ClassCount);
        Assert.Equal(10, model.Labels.Count);
        Assert.Equal(-128, model.InputZeroPoint);
        Assert.True(model.OutputIsSoftmax);
        // MLPerf Tiny's published count for this network.
        Assert.Equal(12_501_632, model.Macs);
        Assert.Equal(model.Macs, model.Operators.Sum(o => o.Macs));
        Assert.Equal(model.WeightBytes, model.Operators.Sum(o => (long)o.WeightBytes));
        Assert.Equal("CONV_2D", model.Operators[0].Name);
        Assert.Equal([1, 32, 32, 3], model.Operators[0].InputShape);
        Assert.Equal([1, 32, 32, 16], model.Operators[0].OutputShape);
        Assert.Equal(model.ArenaBytes, model.Requirements.ArenaBytes);
        Assert.InRange(model.Operators.Max(o => o.LiveBytes), 1, model.ArenaBytes);
    }

    [SkippableTheory]
    [InlineData(Rounding.Double)]
    [InlineData(Rounding.Single)]
    [InlineData(Rounding.Float)]
    public void The_same_input_gives_the_same_scores_again(Rounding rounding)
    {
        var file = ReferenceModel.Require();
        using var model = ClassifierModel.Open(file, rounding);
        using var other = ClassifierModel.Open(file, rounding);
        Assert.Equal(rounding, model.Rounding);
        Fill(model.Input);
        model.Invoke();
        var scores = model.Output.ToArray();
        Fill(other.Input);
        var times = other.InvokeProfiled();
        Assert.Equal(scores, other.Output.ToArray());
        Assert.Equal(other.Operators.Count, times.Length);
        Assert.True(times.Sum(t => t.Ticks) > 0);

        static void Fill(Span<sbyte> input)
        {
            for (var i = 0; i < input.Length; i++)
                input[i] = (sbyte)(i * 37 % 256 - 128);
        }
    }

    [SkippableFact]
    public void Top_is_sorted_and_probabilities_add_up()
    {
        using var model = ClassifierModel.Open(ReferenceModel.Require());
        model.Input.Fill(5);
        model.Invoke();
        var all = model.Top(model.ClassCount);
        Assert.Equal(Enumerable.Range(0, 10), all.Select(p => p.ClassIndex).Order());
        Assert.Equal(all.OrderByDescending(p => p.Score).ThenBy(p => p.ClassIndex).Select(p => p.ClassIndex),
            all.Select(p => p.ClassIndex));
        foreach (var prediction in all)
            Assert.Equal(model.Output[prediction.ClassIndex], prediction.Score);
        Assert.InRange(all.Sum(p => p.ProbabilityPermille), 980, 1020);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Top(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Top(11));
    }

    [SkippableFact]
    public void A_picture_classifies_as_its_pixels_do()
    {
        using var model = ClassifierModel.Open(ReferenceModel.Require());
        var rgb = TestPictures.Gradient(32, 32);
        for (var i = 0; i < rgb.Length; i++)
            model.Input[i] = (sbyte)(rgb[i] - 128);
        model.Invoke();
        var expected = model.Output.ToArray();

        var preview = new ushort[48 * 24];
        var times = model.ClassifyPicture(new MemoryStream(TestPictures.Png(rgb, 32, 32)), preview, 48, 24);
        Assert.Equal(expected, model.Output.ToArray());
        Assert.True(times.Invoke > TimeSpan.Zero);
        // Left edge of the gradient: no red, all blue; right edge the other way round.
        Assert.Equal(0, preview[0] >> 11);
        Assert.Equal(31, preview[0] & 31);
        Assert.Equal(31, preview[47] >> 11);
        Assert.Equal(0, preview[47] & 31);
    }

    [SkippableFact]
    public void A_boards_workspace_refuses_what_the_board_would()
    {
        using var model = ClassifierModel.Open(ReferenceModel.Require());
        var png = TestPictures.Png(TestPictures.Gradient(64, 64), 64, 64);
        model.WorkspaceBytes = 10_000;
        Assert.Equal(TinyClassifyStatus.PictureTooLarge,
            Assert.Throws<TinyClassifyException>(() => model.ClassifyPicture(png)).Status);
        model.WorkspaceBytes = PictureDecoder.BoardWorkspaceBytes;
        model.ClassifyPicture(png);
        Assert.Equal(10, model.Output.Length);
    }

    [SkippableFact]
    public void A_truncated_model_is_refused_at_every_length()
    {
        var file = ReferenceModel.Require();
        for (var length = 0; length < file.Length; length += length < 2000 ? 1 : 97)
        {
            var e = Assert.Throws<TinyClassifyException>(() => ClassifierModel.Open(file.AsSpan(0, length)));
            Assert.Equal(TinyClassifyStatus.ModelCorrupt, e.Status);
            Assert.StartsWith("model corrupt", e.Message, StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public void A_damaged_model_opens_or_is_refused_but_never_crashes()
    {
        var file = ReferenceModel.Require();
        var random = new Random(1);
        var refused = 0;
        for (var round = 0; round < 300; round++)
        {
            var damaged = (byte[])file.Clone();
            // Most of the structure lies in the last 16 kB.
            for (var i = 0; i < 4; i++)
                damaged[random.Next(damaged.Length - 16_000, damaged.Length)] = (byte)random.Next(256);
            try
            {
                using var model = ClassifierModel.Open(damaged);
                model.Input.Fill(1);
                model.Invoke();
            }
            catch (TinyClassifyException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 1, 299);
    }

    [Fact]
    public void Something_else_is_no_model()
    {
        var e = Assert.Throws<TinyClassifyException>(() => ClassifierModel.Open("not a model, not at all"u8));
        Assert.Equal(TinyClassifyStatus.ModelCorrupt, e.Status);
        Assert.Throws<TinyClassifyException>(() => ClassifierModel.Open([]));
        Assert.Throws<FileNotFoundException>(() =>
            ClassifierModel.Open(Path.Combine(Path.GetTempPath(), "no-such-model.tflite")));
    }

    [SkippableFact]
    public void A_disposed_model_says_so()
    {
        var model = ClassifierModel.Open(ReferenceModel.Require());
        model.Dispose();
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(model.Invoke);
        Assert.Throws<ObjectDisposedException>(() => model.Top(1));
        Assert.Throws<ObjectDisposedException>(() => model.Input.Length);
    }
}
