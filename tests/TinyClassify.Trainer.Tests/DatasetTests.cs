using TinyClassify.Trainer.Dataset;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Tests;

public class DatasetTests
{
    [Fact]
    public void Random_numbers_are_those_published_for_SplitMix64()
    {
        // First outputs for seed 1234567, as in the algorithm's public reference vectors.
        var random = new DeterministicRandom(1234567);
        Assert.Equal([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL],
            [random.Next(), random.Next(), random.Next()]);
    }

    [Fact]
    public void The_split_takes_equally_many_of_each_class_and_loses_none()
    {
        var images = TestImages.Patches(400);
        var (training, validation) = images.Split(40, seed: 5);
        Assert.Equal(360, training.Count);
        for (var c = 0; c < 4; c++)
            Assert.Equal(10, validation.Labels.Count(l => l == c));
        var all = Enumerable.Range(0, 360).Select(i => Convert.ToHexString(training.Image(i)))
            .Concat(Enumerable.Range(0, 40).Select(i => Convert.ToHexString(validation.Image(i))));
        Assert.Equal(Enumerable.Range(0, 400).Select(i => Convert.ToHexString(images.Image(i))).Order(), all.Order());
    }

    [Fact]
    public void Sets_of_two_sources_are_one_with_the_pictures_of_both()
    {
        var training = TestImages.Patches(360, seed: 5).Split(40, seed: 5).Training;
        var validation = TestImages.Patches(40, seed: 6); // Of another source.
        var all = training.With(validation);
        Assert.Equal(training.Pixels.Concat(validation.Pixels), all.Pixels);
        Assert.Equal(training.Labels.Concat(validation.Labels), all.Labels);
        Assert.Equal(validation.Image(7).ToArray(), all.Select([327]).Image(0).ToArray());
        Assert.Equal(validation.Whole(7).Rgb.ToArray(), all.Whole(327).Rgb.ToArray());
    }

    [Fact]
    public void The_split_depends_on_the_seed_alone()
    {
        var images = TestImages.Patches(400);
        Assert.Equal(images.Split(40, 5).Validation.Pixels, images.Split(40, 5).Validation.Pixels);
        Assert.NotEqual(images.Split(40, 5).Validation.Pixels, images.Split(40, 6).Validation.Pixels);
    }

    [Fact]
    public void Pictures_are_drawn_evenly_from_all_classes_and_neighbours_are_of_different_ones()
    {
        var images = TestImages.Patches(400);
        // As folders leave them: class by class.
        var sorted = images.Select([.. Enumerable.Range(0, 400).OrderBy(i => images.Labels[i])]);
        var drawn = sorted.Draw(40, seed: 3);
        Assert.All(Enumerable.Range(0, 4), c => Assert.Equal(10, drawn.Labels.Count(l => l == c)));
        Assert.All(drawn.Labels.Chunk(4), four => Assert.Equal(4, four.Distinct().Count()));
        Assert.Equal(40, Enumerable.Range(0, 40).Select(i => Convert.ToHexString(drawn.Image(i))).Distinct().Count());
        Assert.Equal(drawn.Pixels, sorted.Draw(40, seed: 3).Pixels);
        Assert.NotEqual(drawn.Pixels, sorted.Draw(40, seed: 4).Pixels);
        // A small class gives what it has.
        var uneven = sorted.Select([.. Enumerable.Range(0, 203)]);
        Assert.Equal([50, 50, 3, 0], Enumerable.Range(0, 4).Select(c => uneven.Draw(103, seed: 1).Labels.Count(l => l == c)));
    }

    [Fact]
    public void Plain_inputs_are_byte_minus_128_over_128_in_channel_planes()
    {
        using var scope = NewDisposeScope();
        var images = TestImages.Patches(8);
        var (inputs, labels) = new BatchSource(images, 1, CPU).Plain(2, 3);
        Assert.Equal([3, 3, 16, 16], inputs.shape);
        Assert.Equal(images.Labels[2..5].Select(l => (long)l), labels.data<long>().ToArray());
        foreach (var (i, c, y, x) in new[] { (0, 0, 0, 0), (1, 2, 3, 7), (2, 1, 15, 15) })
            Assert.Equal((images.Image(2 + i)[(((y * 16) + x) * 3) + c] - 128) / 128f, inputs[i, c, y, x].item<float>());
    }

    [Fact]
    public void Augmented_images_are_shifted_and_mirrored_copies_with_grey_outside()
    {
        using var scope = NewDisposeScope();
        var images = TestImages.Patches(64);
        var batches = new BatchSource(images, 11, CPU);
        var order = Originals(batches);
        var (inputs, _) = batches.Augmented(0, 1, 16, new(Shift: 2, Cutout: 0));
        var seen = new HashSet<string>();
        for (var i = 0; i < 16; i++)
            seen.Add(FindVariant(images.Image(order[16 + i]), inputs[i], 16, 2));
        Assert.True(seen.Count > 8, $"only {seen.Count} different shifts among 16 images");
        Assert.Contains(seen, s => s.Contains("mirrored"));
        Assert.Contains(seen, s => s.Contains("upright"));
    }

    [Fact]
    public void Cut_out_squares_are_grey_and_nothing_else_changes()
    {
        using var scope = NewDisposeScope();
        var batches = new BatchSource(TestImages.Patches(64), 11, CPU);
        var order = Originals(batches);
        var (inputs, _) = batches.Augmented(0, 0, 16, new(Shift: 0, Cutout: 6));
        var sizes = new HashSet<int>();
        for (var i = 0; i < 16; i++)
        {
            // No byte of these images is 128.
            var cut = Convert.FromHexString(Bytes(inputs[i]));
            var grey = Enumerable.Range(0, cut.Length).Where(b => cut[b] == 128).ToArray();
            var isCopy = new[] { false, true }.Select(m =>
                Convert.FromHexString(Variant(batches.Images.Image(order[i]), 16, 0, 0, m)))
                .Any(original => Enumerable.Range(0, cut.Length).Except(grey).All(b => cut[b] == original[b]));
            Assert.True(isCopy, "a pixel outside the square has changed");
            var (rows, columns) = (grey.Select(b => b / 48).Distinct().Count(), grey.Select(b => b % 48 / 3).Distinct().Count());
            Assert.Equal(rows * columns * 3, grey.Length);
            Assert.True(rows is >= 3 and <= 6 && columns is >= 3 and <= 6, $"{columns} x {rows} pixels");
            sizes.Add(grey.Length);
        }
        Assert.Contains(6 * 6 * 3, sizes);
        Assert.True(sizes.Count > 2, "no square reaches over an edge");
    }

    [Fact]
    public void A_batch_is_the_same_whatever_was_drawn_before()
    {
        using var scope = NewDisposeScope();
        var images = TestImages.Patches(64);
        var fresh = new BatchSource(images, 11, CPU).Augmented(3, 2, 8, new(4, 5));
        var used = new BatchSource(images, 11, CPU);
        used.Augmented(0, 0, 8, new(4, 5));
        used.Augmented(3, 1, 8, new(4, 5));
        var again = used.Augmented(3, 2, 8, new(4, 5));
        Assert.True(fresh.Inputs.equal(again.Inputs).all().item<bool>());
        Assert.False(fresh.Inputs.equal(used.Augmented(4, 2, 8, new(4, 5)).Inputs).all().item<bool>());
    }

    [Fact]
    public void An_epoch_shows_each_image_once()
    {
        var batches = new BatchSource(TestImages.Patches(64), 11, CPU);
        Assert.Equal(Enumerable.Range(0, 64), Originals(batches).Order());
    }

    [SkippableFact]
    public void Cifar10_has_ten_equal_classes_and_a_card_of_its_test_images_names_them()
    {
        var folder = Environment.GetEnvironmentVariable(PictureSources.EnvironmentVariable);
        Skip.If(string.IsNullOrEmpty(folder), $"{PictureSources.EnvironmentVariable} names no folder with CIFAR-10");
        var test = Cifar10.LoadTest(folder!);
        Assert.Equal(10_000, test.Count);
        Assert.All(Enumerable.Range(0, 10), c => Assert.Equal(1000, test.Labels.Count(l => l == c)));
        using var card = new TemporaryFolder();
        var names = CifarCard.Write(test, 12, seed: 4, card.Root);
        Assert.Equal(names.Order(), Directory.GetFiles(card.Root).Select(Path.GetFileName).Order());
        Assert.All(test.ClassNames, c => Assert.InRange(names.Count(n => n.StartsWith(c + "-")), 1, 2));
        Assert.Equal(names, CifarCard.Write(test, 12, seed: 4, card.Root));
    }

    [Fact]
    public async Task A_folder_without_the_files_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        var error = await Assert.ThrowsAsync<InvalidDataException>(() =>
            PictureSources.ResolveAsync(folder.Root, _ => { }, CancellationToken.None));
        Assert.Contains(folder.Root, error.Message);
        Assert.Contains("data_batch_1.bin", error.Message);
    }

    // Without shifts an augmented image is the original or its mirror image, which tells which one it is.
    private static int[] Originals(BatchSource batches)
    {
        using var scope = NewDisposeScope();
        var images = batches.Images;
        var byVariant = new Dictionary<string, int>();
        for (var i = 0; i < images.Count; i++)
        {
            byVariant[Variant(images.Image(i), 16, 0, 0, false)] = i;
            byVariant[Variant(images.Image(i), 16, 0, 0, true)] = i;
        }
        var order = new List<int>();
        for (var step = 0; step < batches.StepsPerEpoch(16); step++)
        {
            var (inputs, _) = batches.Augmented(0, step, 16, new(Shift: 0, Cutout: 0));
            for (var i = 0; i < 16; i++)
                order.Add(byVariant[Bytes(inputs[i])]);
        }
        return [.. order];
    }

    private static string FindVariant(ReadOnlySpan<byte> original, Tensor image, int size, int padding)
    {
        var bytes = Bytes(image);
        for (var dy = -padding; dy <= padding; dy++)
            for (var dx = -padding; dx <= padding; dx++)
                foreach (var mirrored in new[] { false, true })
                    if (Variant(original, size, dx, dy, mirrored) == bytes)
                        return $"{dx} {dy} {(mirrored ? "mirrored" : "upright")}";
        throw new Xunit.Sdk.XunitException("The image is no shifted and mirrored copy of its original.");
    }

    private static string Variant(ReadOnlySpan<byte> original, int size, int dx, int dy, bool mirrored)
    {
        var variant = new byte[original.Length];
        for (var y = 0; y < size; y++)
            for (var x = 0; x < size; x++)
                for (var c = 0; c < 3; c++)
                {
                    var (fromX, fromY) = ((mirrored ? size - 1 - x : x) + dx, y + dy);
                    var inside = fromX >= 0 && fromX < size && fromY >= 0 && fromY < size;
                    variant[(((y * size) + x) * 3) + c] = inside ? original[(((fromY * size) + fromX) * 3) + c] : (byte)128;
                }
        return Convert.ToHexString(variant);
    }

    private static string Bytes(Tensor image) =>
        Convert.ToHexString(image.permute(1, 2, 0).mul(128).add(128).to_type(ScalarType.Byte).contiguous().data<byte>()
            .ToArray());

    [Fact]
    public void Folders_of_test_images_can_be_trained_on_like_one_s_own_pictures()
    {
        using var folder = new TemporaryFolder();
        var test = TestImages.Patches(60, classes: 4, size: 32);
        CifarFolders.Write(test, ["class3", "class1"], 12, seed: 4, folder.Root);
        var source = PictureSources.Open(folder.Root, "--data", _ => { });
        var ((training, validation), kept) = (source.LoadTraining(32, 500), source.LoadTest(32));
        Assert.Equal(["class1", "class3"], training.ClassNames);
        Assert.Equal(24, training.Count + validation.Count + kept.Count);
        var error = Assert.Throws<InvalidDataException>(() => CifarFolders.Write(test, ["class9"], 1, 1, folder.Root));
        Assert.Contains("class0, class1, class2, class3", error.Message);
        error = Assert.Throws<InvalidDataException>(() => CifarFolders.Write(test, ["class1"], 16, 1, folder.Root));
        Assert.Contains("has 15 test images", error.Message);
    }
}
