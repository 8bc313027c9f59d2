using System.Formats.Tar;
using System.IO.Compression;
using TinyClassify.Trainer.Dataset;

namespace TinyClassify.Trainer.Tests;

public sealed class ImagenetteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_archive_s_pictures_come_into_folders_named_for_what_they_show_and_nothing_else_is_written()
    {
        Pack("imagenette2-160/train/n01440764/n01440764_1.JPEG", "imagenette2-160/train/n03445777/x.JPEG",
            "imagenette2-160/val/n01440764/y.JPEG",
            "imagenette2-160/noisy_imagenette.csv", "imagenette2-160/train/n00000000/z.JPEG", "../train/n01440764/..",
                "../../val/n01440764/../evil.JPEG");
        Imagenette.Extract(_folder["a.tgz"], _folder["out"]);
        Assert.Equal(["test/tench/y.jpg", "train/golf ball/x.jpg", "train/tench/n01440764_1.jpg"],
            Directory.GetFiles(_folder["out"], "*", SearchOption.AllDirectories).Select(
                f => Path.GetRelativePath(_folder["out"], f).Replace('\\', '/')).Order());
        Assert.Equal(["a.tgz", "out"], Directory.GetFileSystemEntries(_folder.Root).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Another_archive_is_refused_and_leaves_nothing()
    {
        Pack("cats/1.jpg");
        Assert.Contains("none of Imagenette's pictures",
            Assert.Throws<InvalidDataException>(() => Imagenette.Extract(_folder["a.tgz"], _folder["out"])).Message);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public async Task A_local_copy_is_found_by_the_variable_and_a_wrong_one_is_named()
    {
        var before = Environment.GetEnvironmentVariable(Imagenette.EnvironmentVariable);
        try
        {
            foreach (var part in new[] { "train", "test" })
                foreach (var (name, red) in new[] { ("tench", 10), ("church", 90) })
                    TestPictures.Fill(_folder[$"copy/{part}/{name}"], 8, (byte)red, 20, (byte)part.Length);
            Environment.SetEnvironmentVariable(Imagenette.EnvironmentVariable, _folder["copy"]);
            var source = await PictureSources.ResolveAsync(Imagenette.DataName, _ => { }, CancellationToken.None);
            Assert.Equal(["church", "tench"], source.ClassNames);
            Assert.Equal(Imagenette.DataName, PictureSources.NameOf(Imagenette.DataName));
            Environment.SetEnvironmentVariable(Imagenette.EnvironmentVariable, _folder["nowhere"]);
            var error = await Assert.ThrowsAsync<InvalidDataException>(() =>
                PictureSources.ResolveAsync(Imagenette.DataName, _ => { }, CancellationToken.None));
            Assert.Contains(_folder["nowhere"], error.Message);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Imagenette.EnvironmentVariable, before);
        }
    }

    [SkippableFact]
    public async Task The_copy_on_this_machine_is_whole()
    {
        Skip.If(string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Imagenette.EnvironmentVariable)),
            $"{Imagenette.EnvironmentVariable} names no folder");
        var source = Assert.IsType<FolderSource>(await PictureSources.ResolveAsync(Imagenette.DataName, _ => { },
            CancellationToken.None));
        Assert.Equal(9469, source.Count);
        Assert.Equal(Imagenette.ClassOfFolder.Values.Order(StringComparer.Ordinal), source.ClassNames);
    }

    private void Pack(params string[] names)
    {
        using var gzip = new GZipStream(File.Create(_folder["a.tgz"]), CompressionMode.Compress);
        using var tar = new TarWriter(gzip);
        foreach (var name in names)
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1, 2, 3]) });
    }
}
