using Xunit.Abstractions;

namespace TinyClassify.Runtime.Tests;

public class AccuracyTests(ITestOutputHelper output)
{
    /// <remarks>Published for this file: 85 % and more of CIFAR-10's test images (MLPerf Tiny's quality target is 85 %).
    /// TINYCLASSIFY_ACCURACY_IMAGES=10000 measures all of them.</remarks>
    [SkippableTheory]
    [InlineData(Rounding.Double)]
    [InlineData(Rounding.Single)]
    public void The_reference_model_is_as_good_as_published(Rounding rounding)
    {
        var file = ReferenceModel.Require();
        var images = CifarTestImages.Require();
        var count = int.TryParse(Environment.GetEnvironmentVariable("TINYCLASSIFY_ACCURACY_IMAGES"), out var asked)
            ? Math.Min(asked, images.Count) : 500;
        using var model = ClassifierModel.Open(file, rounding);
        var correct = 0;
        for (var i = 0; i < count; i++)
        {
            var rgb = images.Rgb(i);
            var input = model.Input;
            for (var j = 0; j < rgb.Length; j++)
                input[j] = (sbyte)(rgb[j] - 128);
            model.Invoke();
            correct += model.Top(1)[0].ClassIndex == images.Label(i) ? 1 : 0;
        }
        output.WriteLine($"{rounding} rounding: {correct} of {count} images right, {100.0 * correct / count:F2} %");
        Assert.InRange((double)correct / count, 0.83, 0.92);
    }
}
