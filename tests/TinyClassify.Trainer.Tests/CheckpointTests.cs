using TinyClassify.Tflite;
using TinyClassify.Trainer.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Tests;

public class CheckpointTests
{
    [Fact]
    public void Tensors_and_metadata_survive_a_file()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var floats = randn(3, 4);
        var transposed = randn(2, 5).t();
        var count = tensor(42L);
        SafetensorsFile.Write(folder["x"], new Dictionary<string, Tensor> { ["a"] = floats, ["b"] = transposed, ["n"] = count },
            new Dictionary<string, string> { ["step"] = "7" });
        var (tensors, metadata) = SafetensorsFile.Read(folder["x"]);
        Assert.Equal("7", metadata["step"]);
        Assert.True(tensors["a"].equal(floats).all().item<bool>());
        Assert.True(tensors["b"].equal(transposed).all().item<bool>());
        Assert.Equal(42, tensors["n"].item<long>());
        Assert.Equal(["x"], Directory.GetFiles(folder.Root).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused_with_its_path()
    {
        using var folder = new TemporaryFolder();
        using (var scope = NewDisposeScope())
            SafetensorsFile.Write(folder["x"], new Dictionary<string, Tensor> { ["a"] = ones(10) },
                new Dictionary<string, string>());
        var bytes = File.ReadAllBytes(folder["x"]);
        for (var length = 0; length < bytes.Length; length += 3)
        {
            File.WriteAllBytes(folder["cut"], bytes[..length]);
            Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(folder["cut"]));
        }
    }

    [Fact]
    public void A_stage_that_has_not_finished_is_named()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<InvalidDataException>(() => new StageFolder(folder["train"]).LoadNetwork());
        Assert.Contains(folder["train"], error.Message);
        Assert.Contains("not finished", error.Message);
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["taken"]);
        Assert.ThrowsAny<Exception>(() => AtomicFile.Write(folder["taken"], "new"));
        Assert.Empty(Directory.GetFiles(folder.Root));
    }
}
