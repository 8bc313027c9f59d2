using System.Security.Cryptography;
using TinyClassify.Trainer.Dataset;

namespace TinyClassify.Trainer.Tests;

public sealed class PictureStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pictures_are_decoded_once_and_found_again_as_long_as_they_are_the_same()
    {
        var files = Write(6);
        byte[] first;
        using (var store = Open(files))
            first = [.. store[3]];
        // Nothing is read of them a second time.
        foreach (var file in files)
            File.WriteAllText(file.Path, "gone");
        using (var store = Open(files))
        {
            Assert.Equal(first, store[3].ToArray());
            Assert.Equal((16, 16), store.SizeOf(3));
            Assert.True(store.Holds(files));
            Assert.False(store.Holds(Write(7)));
        }
        // Other pictures, and another size, are other stores.
        using (var store = Open(Write(7, first: 50)))
            Assert.Equal(7, store.Count);
        Assert.Equal(["store.rgb"], Directory.GetFiles(_folder.Root).Select(Path.GetFileName));
    }

    [Fact]
    public void A_damaged_store_is_made_anew()
    {
        var files = Write(3);
        Open(files).Dispose();
        var whole = File.ReadAllBytes(_folder["store.rgb"]);
        foreach (var length in new[] { 0, 20, 48, whole.Length - 5 })
        {
            File.WriteAllBytes(_folder["store.rgb"], whole[..length]);
            using var store = Open(files);
            Assert.Equal(3, store.Count);
            Assert.Equal(16 * 16 * 3, store[2].Length);
        }
    }

    [Fact]
    public void What_cannot_be_decoded_keeps_its_reason()
    {
        var files = Write(3);
        File.WriteAllText(files[1].Path, "no picture");
        string? reason;
        using (var store = Open(files))
            reason = store.Error(1);
        Assert.NotNull(reason);
        using (var store = Open(files))
        {
            Assert.Equal(reason, store.Error(1));
            Assert.Null(store.Error(2));
        }
    }

    [Fact]
    public void Whole_pictures_keep_their_proportions_and_are_never_enlarged()
    {
        var (wide, small) = (Picture("wide.png", 1, 90, 30), Picture("small.png", 2, 12, 20));
        using var store = PictureStore.Open(null, [wide, small], 15, isWhole: true, _ => { });
        Assert.Equal((45, 15), store.SizeOf(0));
        Assert.Equal((12, 20), store.SizeOf(1));
        // A square is cut out of its middle.
        var square = new StoredPixels(store).Square(0, 8);
        Assert.Equal(8 * 8 * 3, square.Length);
        Assert.InRange(square[(4 * 8 * 3) + 12], 8, 12);
    }

    private PictureStore Open(IReadOnlyList<PictureFile> files) =>
        PictureStore.Open(_folder["store.rgb"], files, 16, isWhole: false, _ => { });

    private PictureFile[] Write(int count, int first = 0) =>
        [.. Enumerable.Range(first, count).Select(i => Picture($"pictures/{i}.png", i, 20, 30))];

    private PictureFile Picture(string name, int number, int width, int height)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        var bytes = TestPictures.Png(10, 20, 30, number, width, height);
        File.WriteAllBytes(_folder[name], bytes);
        return new(_folder[name], 0, SHA256.HashData(bytes), PicturePart.Training);
    }
}
