using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Recipes;
using TinyClassify.Trainer.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Tests;

/// <summary>A batch in parts, side by side: what comes out is the parts' mean, whatever the threads.</summary>
public sealed class ReplicaTests
{
    private static readonly OptimizerRecipe s_steps = StageRuns.Recipe.Train with
    {
        Epochs = 2,
        LabelSmoothing = 0,
        Views = 0,
        SmallPixels = 0,
        SmallFraction = 0,
        DistillationWeight = 0,
        Replicas = 4,
    };

    [Fact]
    public void A_step_takes_the_mean_of_its_parts_gradients_and_of_their_statistics()
    {
        using var scope = NewDisposeScope();
        var images = new BatchSource(TestImages.Patches(64), 2, CPU);
        var parts = Enumerable.Range(0, 2).Select(i => images.Plain(i * 32, 32)).ToArray();
        var alone = parts.Select(part =>
        {
            var network = Fresh();
            nn.functional.cross_entropy(network.forward(part.Inputs), part.Labels).backward();
            return network;
        }).ToArray();

        var together = Fresh();
        using var replicas = new Replicas(together, [new MobileNetV2(TinyNetworks.Spec())]);
        replicas.Step((module, i) => nn.functional.cross_entropy(module.forward(parts[i].Inputs), parts[i].Labels).backward());

        foreach (var ((given, first), second) in together.parameters().Zip(alone[0].parameters()).Zip(alone[1].parameters()))
            Assert.True(given.grad!.allclose((first.grad! + second.grad!) / 2, rtol: 1e-6, atol: 1e-9));
        var (a, b) = (alone[0].Unit("stem").Norm.running_mean!, alone[1].Unit("stem").Norm.running_mean!);
        Assert.False(a.allclose(b));
        Assert.True(together.Unit("stem").Norm.running_mean!.allclose((a + b) / 2));
    }

    [Fact]
    public void Threads_change_no_byte()
    {
        var whole = get_num_threads();
        try
        {
            var hashes = new[] { 1, 2, 3, 4 }.Select(threads =>
            {
                set_num_threads(threads);
                return Train(s_steps);
            }).ToArray();
            Assert.Single(hashes.Distinct());
            Assert.Equal(4, get_num_threads());
        }
        finally
        {
            set_num_threads(whole);
        }
    }

    [Fact]
    public void An_error_in_one_part_ends_the_training_with_its_words()
    {
        var whole = get_num_threads();
        try
        {
            set_num_threads(2);
            using var network = Fresh();
            using var replicas = new Replicas(network, [new MobileNetV2(TinyNetworks.Spec())]);
            var error = Assert.Throws<InvalidDataException>(() => replicas.Step((_, i) =>
            {
                if (i == 1)
                    throw new InvalidDataException("the second part");
            }));
            Assert.Equal("the second part", error.Message);
            replicas.Step((_, _) => { }); // The threads are still there.
        }
        finally
        {
            set_num_threads(whole);
        }
    }

    [Theory]
    [InlineData(3, 32)]
    [InlineData(32, 32)]
    [InlineData(0, 32)]
    public void Parts_that_are_unequal_or_of_one_picture_are_refused(int replicas, int batchSize)
    {
        var recipe = s_steps with { Replicas = replicas, BatchSize = batchSize };
        var error = Assert.Throws<InvalidDataException>(() => recipe.Validate("train", 16));
        Assert.Contains($"train.replicas is {replicas}", error.Message);
    }

    private static MobileNetV2 Fresh()
    {
        manual_seed(1);
        var network = new MobileNetV2(TinyNetworks.Spec());
        network.train();
        return network;
    }

    private static string Train(OptimizerRecipe steps)
    {
        using var folder = new TemporaryFolder();
        var recipe = StageRuns.Recipe with { Teacher = null, Train = steps };
        var stage = new StageFolder(folder["train"]);
        TrainStage.Run(StageRuns.Context(recipe, null), null, stage);
        return stage.WeightsHash();
    }
}
