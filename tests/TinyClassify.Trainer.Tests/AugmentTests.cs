using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Tests;

public class AugmentTests
{
    private static readonly AugmentRecipe s_all = new()
    {
        SmallestArea = 0.3, LargestAspect = 1.4, Brightness = 0.3, Contrast = 0.3, Saturation = 0.4, Hue = 0.05,
        EraseProbability = 0.3, EraseArea = 0.2,
    };

    private static readonly AugmentRecipe s_none = new() { SmallestArea = 1, LargestAspect = 1 };

    [Fact]
    public void A_crop_of_the_whole_picture_at_its_own_size_is_the_picture_or_its_mirror_image()
    {
        var picture = Ramp(24, 24);
        var copy = new byte[picture.Length];
        PictureCrop.Resize(new(picture, 24, 24), new(0, 0, 24, 24), copy, 24, mirrored: false);
        Assert.Equal(picture, copy);
        PictureCrop.Resize(new(picture, 24, 24), new(0, 0, 24, 24), copy, 24, mirrored: true);
        for (var y = 0; y < 24; y++)
            for (var x = 0; x < 24; x++)
                Assert.Equal(picture[((y * 24) + x) * 3], copy[((y * 24) + 23 - x) * 3]);
    }

    [Theory]
    [InlineData(40, 30, 10, 5, 20, 20, 10)] // shrunk by 2
    [InlineData(40, 30, 10, 5, 8, 8, 16)] // enlarged by 2
    [InlineData(90, 90, 3, 7, 80, 80, 16)] // shrunk by 5, over means
    [InlineData(40, 30, 0, 0, 40, 30, 20)] // other proportions
    public void A_crop_shows_what_lies_where_it_was_cut(
        int width, int height, int left, int top, int cropWidth, int cropHeight, int size)
    {
        var crop = new byte[size * size * 3];
        PictureCrop.Resize(
            new(Ramp(width, height), width, height), new(left, top, cropWidth, cropHeight), crop, size, mirrored: false);
        // The ramp is linear, so that its values tell the place: 2 a column in red, 3 a row in green.
        for (var y = 2; y < size - 2; y++)
            for (var x = 2; x < size - 2; x++)
            {
                Assert.InRange(crop[((y * size) + x) * 3], (2 * (left + ((x + 0.5) * cropWidth / size) - 0.5)) - 2,
                    (2 * (left + ((x + 0.5) * cropWidth / size) - 0.5)) + 2);
                Assert.InRange(crop[(((y * size) + x) * 3) + 1], (2.5 * (top + ((y + 0.5) * cropHeight / size) - 0.5)) - 3,
                    (2.5 * (top + ((y + 0.5) * cropHeight / size) - 0.5)) + 3);
            }
    }

    [Theory]
    [InlineData(100, 100)]
    [InlineData(160, 90)]
    [InlineData(900, 100)]
    public void Crops_lie_within_the_picture_and_are_as_large_and_as_square_as_asked(int width, int height)
    {
        var random = new DeterministicRandom(3);
        var areas = new List<double>();
        for (var i = 0; i < 500; i++)
        {
            var (left, top, w, h) = PictureCrop.Draw(random, width, height, 0.3, 1.4);
            Assert.True(left >= 0 && top >= 0 && left + w <= width + 0.01 && top + h <= height + 0.01);
            Assert.InRange(w / h, 1 / 1.41, 1.41);
            areas.Add(w * h / (width * (double)height));
        }
        if (width < 200)
        {
            Assert.InRange(areas.Min(), 0.299, 0.4);
            Assert.InRange(areas.Average(), 0.45, 0.75);
        }
    }

    [Fact]
    public void Colours_are_changed_as_each_measure_says()
    {
        byte[] rgb = [200, 100, 50, 60, 60, 60, 0, 255, 10];
        Assert.Equal(rgb, Jittered(1, 1, 1, 0));
        Assert.Equal([100, 50, 25, 30, 30, 30, 0, 128, 5], Jittered(0.5, 1, 1, 0));
        // Without saturation all are grey of the same luma; without contrast all is the mean.
        Assert.Equal([124, 124, 124, 60, 60, 60, 151, 151, 151], Jittered(1, 1, 0, 0));
        Assert.Single(Jittered(1, 0, 1, 0).Distinct());
        // A third of a turn makes red green, green blue and blue red; grey stays.
        var turned = Jittered(1, 1, 1, 2 * Math.PI / 3);
        Assert.Equal([50, 200, 100, 60, 60, 60, 10, 0, 255], turned);

        byte[] Jittered(double brightness, double contrast, double saturation, double turn)
        {
            var copy = (byte[])rgb.Clone();
            ColourJitter.Apply(copy, brightness, contrast, saturation, turn);
            return copy;
        }
    }

    [Fact]
    public void A_batch_is_the_same_whatever_was_drawn_before_and_on_however_many_threads()
    {
        using var scope = NewDisposeScope();
        var images = TestImages.Patches(64, size: 32);
        var threads = get_num_threads();
        try
        {
            set_num_threads(1);
            var alone = new BatchSource(images, 11, CPU).Augmented(3, 1, 16, new(0, 0, s_all)).Inputs;
            set_num_threads(3);
            var used = new BatchSource(images, 11, CPU);
            used.Augmented(2, 0, 16, new(0, 0, s_all));
            Assert.True(alone.equal(used.Augmented(3, 1, 16, new(0, 0, s_all)).Inputs).all().item<bool>());
            Assert.False(alone.equal(used.Augmented(4, 1, 16, new(0, 0, s_all)).Inputs).all().item<bool>());
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void Without_any_change_there_are_pictures_and_their_mirror_images_and_erased_ones_have_a_grey_rectangle()
    {
        using var scope = NewDisposeScope();
        var images = TestImages.Patches(32, size: 32);
        var source = new BatchSource(images, 5, CPU);
        var originals = Enumerable.Range(0, 32).Select(i => Convert.ToHexString(images.Image(i))).ToHashSet();
        var plain = Pictures(source.Augmented(0, 0, 32, new(0, 0, s_none)).Inputs);
        Assert.InRange(plain.Count(p => originals.Contains(Convert.ToHexString(p))), 6, 26);

        var erased = Pictures(source.Augmented(0, 0, 32,
            new(0, 0, s_none with { EraseProbability = 1, EraseArea = 0.25 })).Inputs);
        for (var i = 0; i < 32; i++)
        {
            // No byte of these images is 128.
            var grey = Enumerable.Range(0, erased[i].Length).Where(b => erased[i][b] == 128).ToArray();
            var (rows, columns) = (grey.Select(b => b / 96).Distinct().Count(), grey.Select(b => b % 96 / 3).Distinct().Count());
            Assert.Equal(rows * columns * 3, grey.Length);
            Assert.InRange(rows * columns, 1, (0.25 * 32 * 32) + 40);
        }
        Assert.True(erased.Select(e => e.Count(b => b == 128)).Distinct().Count() > 10);

        static byte[][] Pictures(Tensor inputs) => [.. Enumerable.Range(0, (int)inputs.shape[0])
            .Select(i => inputs[i].permute(1, 2, 0).mul(128).add(128).to_type(
                ScalarType.Byte).contiguous().data<byte>().ToArray())];
    }

    [Fact]
    public void Small_pictures_are_the_same_rectangles_made_smaller()
    {
        using var scope = NewDisposeScope();
        var source = new BatchSource(TestImages.Patches(64, size: 32), 5, CPU);
        var crops = s_none with { SmallestArea = 0.5, LargestAspect = 1.2 };
        var large = source.Augmented(1, 0, 32, new(0, 0, crops));
        var small = source.Augmented(1, 0, 32, new(0, 0, crops, Pixels: 16));
        Assert.Equal([32, 3, 16, 16], small.Inputs.shape);
        Assert.True(small.Labels.equal(large.Labels).all().item<bool>());
        var apart = nn.functional.interpolate(large.Inputs, [4, 4], mode: InterpolationMode.Area)
            - nn.functional.interpolate(small.Inputs, [4, 4], mode: InterpolationMode.Area);
        Assert.InRange(apart.abs().mean().item<float>(), 0, 0.05);
    }

    [Theory]
    [InlineData(128, 0.35, 217)]
    [InlineData(128, 1, 128)]
    [InlineData(96, 0.01, 192)]
    public void Pictures_are_kept_as_large_as_the_smallest_crop_needs(int inputSize, double smallestArea, int side) =>
        Assert.Equal(side, (s_none with { SmallestArea = smallestArea }).ShorterSide(inputSize));

    [Fact]
    public void The_guide_s_example_is_one_that_a_recipe_takes()
    {
        var guide = File.ReadAllText(RepositoryRoot.Combine("docs", "own-pictures.md"));
        var example = guide.Split("```json\n")[1].Split("```")[0];
        var recipe = TinyRecipe.Json().ToJsonString().Replace("\"shiftPixels\":4", "\"shiftPixels\":0, " + example + "\n");
        var read = Recipe.Parse(recipe, "recipe");
        Assert.Equal(0.35, read.Train.Augment!.SmallestArea);
        Assert.Equal(28, read.ShorterSide());
        Assert.NotNull(read.Quantize.FineTune.Augment);
        Assert.Contains("train.augment.hue is 3; expected 0 to 0.5",
            Assert.Throws<InvalidDataException>(() =>
                Recipe.Parse(recipe.Replace("\"hue\": 0.02", "\"hue\": 3"), "recipe")).Message);
    }

    // Red rises by 2 a column, green by 2.5 a row.
    private static byte[] Ramp(int width, int height)
    {
        var rgb = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                rgb[((y * width) + x) * 3] = (byte)(2 * x);
                rgb[(((y * width) + x) * 3) + 1] = (byte)(2.5 * y);
                rgb[(((y * width) + x) * 3) + 2] = (byte)(x ^ y);
            }
        return rgb;
    }
}
