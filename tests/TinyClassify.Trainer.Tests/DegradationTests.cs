using StbImageWriteSharp;
using TinyClassify.Runtime;
using TinyClassify.Trainer.Dataset;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Tests;

public class DegradationTests
{
    private static readonly DegradationRecipe s_nothing = new()
    {
        JpegFraction = 0, LowestJpegQuality = 40, HighestJpegQuality = 100, HalvedChromaFraction = 0.5, EnlargedFraction = 0,
        LargestEnlargement = 3,
        BlurFraction = 0, NoiseFraction = 0, LargestNoise = 8,
    };

    [Theory]
    [InlineData(32, 50)]
    [InlineData(32, 75)]
    [InlineData(32, 90)]
    [InlineData(32, 96)]
    [InlineData(40, 75)]
    [InlineData(27, 75)]
    public void A_round_trip_is_what_an_encoder_and_the_boards_decoder_make_of_a_picture(int size, int quality)
    {
        var picture = Scene(size);
        using var stream = new MemoryStream();
        new ImageWriter().WriteJpg(picture, size, size, ColorComponents.RedGreenBlue, stream, quality);
        var file = PictureDecoder.Decode(stream.ToArray(), size, size);
        var ours = picture.ToArray();
        new JpegRoundTrip().Apply(ours, size, quality, halvesChroma: quality <= 90);
        // The encoder does not round colours to whole numbers as libjpeg does, so that a coefficient here and there is rounded
        // the other way.
        Assert.True(Difference(ours, file) < 1.2,
            $"{Difference(ours, file)} from the file, which is {Difference(picture, file)} from the picture");
        Assert.True(Difference(picture, file) > 1);
    }

    [Fact]
    public void Colours_at_half_size_lose_more_than_colours_at_full_size()
    {
        var picture = Scene(32);
        double Loss(bool halves)
        {
            var copy = picture.ToArray();
            new JpegRoundTrip().Apply(copy, 32, 90, halves);
            return Difference(picture, copy);
        }

        Assert.True(Loss(true) > 1.5 * Loss(false), $"{Loss(true)} and {Loss(false)}");
    }

    [Fact]
    public void Nothing_happens_where_the_recipe_says_so()
    {
        var picture = Scene(32);
        new Degradation(s_nothing).Apply(picture, 32, new DeterministicRandom(1));
        Assert.Equal(Scene(32), picture);
    }

    [Fact]
    public void Each_kind_of_damage_changes_the_picture_a_little_and_the_same_way_for_the_same_numbers()
    {
        foreach (var recipe in new[]
        {
            s_nothing with { JpegFraction = 1 }, s_nothing with { EnlargedFraction = 1 }, s_nothing with { BlurFraction = 1 },
                s_nothing with { NoiseFraction = 1 },
            s_nothing with { JpegFraction = 1, EnlargedFraction = 1, BlurFraction = 1, NoiseFraction = 1 },
        })
        {
            var (once, again, other) = (Scene(32), Scene(32), Scene(32));
            new Degradation(recipe).Apply(once, 32, new DeterministicRandom(5));
            new Degradation(recipe).Apply(again, 32, new DeterministicRandom(5));
            new Degradation(recipe).Apply(other, 32, new DeterministicRandom(6));
            Assert.Equal(once, again);
            Assert.NotEqual(once, other);
            Assert.InRange(Difference(Scene(32), once), 0.1, 25);
        }
    }

    [Fact]
    public void Resizing_is_the_decoders()
    {
        var picture = Scene(32);
        foreach (var side in new[] { 17, 45, 64, 96 })
        {
            using var stream = new MemoryStream();
            new ImageWriter().WriteBmp(picture, 32, 32, ColorComponents.RedGreenBlue, stream);
            var decoder = PictureDecoder.Decode(stream.ToArray(), side, side);
            var ours = new byte[side * side * 3];
            new PictureFilters().Resize(picture, 32, ours, side);
            Assert.True(ours.Zip(decoder).All(p => Math.Abs(p.First - p.Second) <= 1), $"side {side}");
        }
    }

    [Fact]
    public void Noise_has_the_deviation_asked_for()
    {
        var grey = new byte[96 * 96 * 3];
        grey.AsSpan().Fill(128);
        PictureFilters.AddNoise(grey, 6, new DeterministicRandom(3));
        var mean = grey.Average(b => (double)b);
        Assert.InRange(mean, 127.5, 128.5);
        Assert.InRange(Math.Sqrt(grey.Average(b => (b - mean) * (b - mean))), 5.7, 6.3);
    }

    [Fact]
    public void Training_pictures_are_degraded_and_pictures_to_measure_with_are_not()
    {
        using var scope = NewDisposeScope();
        var images = TestImages.Patches(64);
        var recipe = s_nothing with { JpegFraction = 1, HighestJpegQuality = 50 };
        var (plain, worn) = (new BatchSource(images, 3, CPU), new BatchSource(images, 3, CPU, recipe));
        Assert.True(plain.Plain(0, 64).Inputs.equal(worn.Plain(0, 64).Inputs).all().item<bool>());
        var (before, after) = (plain.Augmented(0, 0, 64, new(2, 0)), worn.Augmented(0, 0, 64, new(2, 0)));
        Assert.True(before.Labels.equal(after.Labels).all().item<bool>());
        var changes = (before.Inputs - after.Inputs).abs().mean([1, 2, 3]).data<float>().ToArray();
        Assert.All(changes, change => Assert.InRange(change, 0.005f, 0.3f));
    }

    [Fact]
    public void A_view_is_the_same_in_every_epoch_and_differs_from_other_views()
    {
        using var scope = NewDisposeScope();
        var batches = new BatchSource(TestImages.Patches(32), 3, CPU, s_nothing with { JpegFraction = 0.5, NoiseFraction = 0.5 });
        var first = ByIndex(batches.View(0, epoch: 0, 0, 32, new(4, 3)));
        Assert.Equal(first, ByIndex(batches.View(0, epoch: 5, 0, 32, new(4, 3))));
        Assert.NotEqual(first, ByIndex(batches.View(1, epoch: 0, 0, 32, new(4, 3))));
        Assert.Equal(first.Length, first.Distinct().Count());

        static string[] ByIndex((Tensor Inputs, Tensor Labels, int[] Indices) batch) =>
            [.. batch.Indices.Select((index, place) =>
                (index, Bytes: Convert.ToHexString(batch.Inputs[place].contiguous().bytes)))
                .OrderBy(p => p.index).Select(p => p.Bytes)];
    }

    [Fact]
    public void Copies_are_saved_and_read_again_one_by_one()
    {
        var images = TestImages.Patches(12, size: 32);
        var copies = JpegCopies.Of(images, 75);
        Assert.Equal(images.Labels, copies.Labels);
        for (var i = 0; i < images.Count; i++)
        {
            var (original, expected, copy) = (images.Image(i).ToArray(), images.Image(i).ToArray(), copies.Image(i).ToArray());
            new JpegRoundTrip().Apply(expected, 32, 75, halvesChroma: true);
            Assert.True(Difference(expected, copy) < 0.3 * Difference(original, copy),
                $"{Difference(expected, copy)} of {Difference(original, copy)}");
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => JpegCopies.Of(images, 95));
    }

    private static double Difference(byte[] one, byte[] other) => one.Zip(other).Average(p => Math.Abs(p.First - p.Second));

    /// <summary>Shapes, slopes and colours, as pictures have them.</summary>
    private static byte[] Scene(int size)
    {
        var rgb = new byte[size * size * 3];
        for (var y = 0; y < size; y++)
            for (var x = 0; x < size; x++)
            {
                var (u, v) = ((double)x / size, (double)y / size);
                var inside = ((u - 0.5) * (u - 0.5)) + ((v - 0.4) * (v - 0.4)) < 0.07;
                var at = ((y * size) + x) * 3;
                rgb[at] = (byte)(inside ? 210 - (40 * v) : 60 + (90 * u));
                rgb[at + 1] = (byte)(inside ? 60 + (100 * u) : 120 + (30 * Math.Sin(9 * v)));
                rgb[at + 2] = (byte)(inside ? 40 : 200 - (120 * v) + (20 * Math.Sin(14 * u)));
            }
        return rgb;
    }
}
