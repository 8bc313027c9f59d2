using Xunit;

namespace TinyClassify.Drawing.Tests;

public class CardTests
{
    private static readonly string CommittedCard = Path.Combine(AppContext.BaseDirectory, "card");

    public static TheoryData<string> Names => [.. Card.Scenes.Select(scene => scene.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_committed_picture_is_what_the_code_draws(string name)
    {
        byte[] drawn = Card.Jpeg(Card.Scenes.Single(scene => scene.Name == name));

        Assert.True(
            drawn.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(CommittedCard, name + ".jpg"))),
            $"device/card/{name}.jpg differs from the drawing; device/drawing/README.md tells how to draw it anew");
    }

    [Fact]
    public void The_committed_card_holds_these_pictures_and_no_other()
    {
        IEnumerable<string> committed = Directory.GetFiles(CommittedCard).Select(path => Path.GetFileNameWithoutExtension(path));

        Assert.Equal(
            ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
            Card.Scenes.Select(scene => scene.Name));
        Assert.Equal(Card.Scenes.Select(scene => scene.Name), committed.Order());
    }
}
