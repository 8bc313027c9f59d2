using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Tests;

public class TrainingTests
{
    private static readonly OptimizerRecipe s_recipe = new()
    {
        Epochs = 3, BatchSize = 32, PeakLearningRate = 0.05, WarmupFraction = 0.2, Momentum = 0.9, WeightDecay = 1e-4, LabelSmoothing = 0.1, ShiftPixels = 2,
        CutoutPixels = 4, AverageDecay = 0.5, DistillationWeight = 0, DistillationTemperature = 1,
    };

    [Fact]
    public void Steps_are_those_of_libtorchs_Nesterov_SGD()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var ours = nn.Linear(6, 4, hasBias: false);
        var theirs = nn.Linear(6, 4, hasBias: false);
        using (no_grad())
            theirs.weight!.copy_(ours.weight!);
        var optimizer = new NesterovSgd(ours.named_parameters(), momentum: 0.9, weightDecay: 0.01);
        var reference = optim.SGD(theirs.parameters(), learningRate: 0.1, momentum: 0.9, weight_decay: 0.01, nesterov: true);
        for (var step = 0; step < 5; step++)
        {
            var input = randn(8, 6);
            optimizer.ClearGradients();
            ours.forward(input).pow(2).sum().backward();
            optimizer.Step(0.1);
            reference.zero_grad();
            theirs.forward(input).pow(2).sum().backward();
            reference.step();
        }
        var difference = (ours.weight! - theirs.weight!).abs().max().item<float>();
        Assert.True(difference < 1e-5 * theirs.weight!.abs().max().item<float>(), $"largest difference {difference}");
    }

    [Fact]
    public void Weight_decay_draws_on_weights_and_leaves_biases_free()
    {
        using var scope = NewDisposeScope();
        var layer = nn.Linear(3, 2);
        var (weight, bias) = (layer.weight!.detach().clone(), layer.bias!.detach().clone());
        (layer.forward(randn(4, 3)).sum() * 0).backward();
        new NesterovSgd(layer.named_parameters(), momentum: 0.5, weightDecay: 0.01).Step(learningRate: 0.1);
        // The first step of Nesterov's momentum goes 1 + momentum times the gradient, which is the decay alone.
        Assert.True((layer.weight! - (weight * (1 - (0.1 * 1.5 * 0.01)))).abs().max().item<float>() < 1e-6);
        Assert.Equal(0, (layer.bias! - bias).abs().max().item<float>());
    }

    [Fact]
    public void The_learning_rate_rises_to_its_peak_and_falls_to_zero()
    {
        var schedule = new TriangularSchedule(0.3, 0.25, 99);
        var rates = Enumerable.Range(0, 99).Select(schedule.At).ToArray();
        Assert.Equal(0.3, rates.Max(), 6);
        Assert.Equal(24, Array.IndexOf(rates, rates.Max()));
        Assert.InRange(rates[0], 0, 0.02);
        Assert.InRange(rates[^1], 1e-9, 0.005);
    }

    [Fact]
    public void A_run_that_is_interrupted_ends_with_the_weights_of_one_that_is_not()
    {
        using var folder = new TemporaryFolder();
        var whole = Train(new StageFolder(folder["whole"]), stopAfter: null);
        foreach (var stopAfter in new[] { 1, 3, 4, 7 })
        {
            var stage = new StageFolder(folder[$"cut{stopAfter}"]);
            Assert.Throws<OperationCanceledException>(() => Train(stage, stopAfter));
            Assert.True(File.Exists(stage.ResumeFile));
            Assert.Equal(whole, Train(stage, stopAfter: null));
        }
    }

    [Fact]
    public void A_state_of_another_recipe_is_refused()
    {
        using var folder = new TemporaryFolder();
        var stage = new StageFolder(folder["run"]);
        Assert.Throws<OperationCanceledException>(() => Train(stage, stopAfter: 4));
        var error = Assert.Throws<InvalidDataException>(() => Train(stage, stopAfter: null, identity: "another"));
        Assert.Contains("--restart", error.Message);
    }

    [Fact]
    public void Training_learns_what_can_be_learned()
    {
        using var folder = new TemporaryFolder();
        var images = TestImages.Patches(256);
        manual_seed(1);
        using var network = new MobileNetV2(TinyNetworks.Spec());
        var validation = new BatchSource(TestImages.Patches(100, seed: 99), 1, CPU);
        Assert.InRange(Accuracy.Measure(network, validation), 0, 0.6);
        Loop(network, images, new StageFolder(folder["run"]), "x", null, s_recipe with { Epochs = 12, CutoutPixels = 0 }).Run(Silent());
        Assert.InRange(Accuracy.Measure(network, validation), 0.9, 1);
    }

    [Theory]
    [InlineData(0.5, 4)]
    [InlineData(0, 1)]
    public void A_training_that_diverges_stops_with_that_word(double averageDecay, double epochs)
    {
        using var folder = new TemporaryFolder();
        manual_seed(1);
        using var network = new MobileNetV2(TinyNetworks.Spec());
        var stage = new StageFolder(folder["run"]);
        var recipe = s_recipe with { Epochs = epochs, PeakLearningRate = 10, WeightDecay = 0.9, AverageDecay = averageDecay, WarmupFraction = 0 };
        var loop = Loop(network, TestImages.Patches(256), stage, "x", (step, _) =>
        {
            // As an overflow leaves it: behind ReLU6 nothing else tells of it.
            if (step != 5)
                return;
            using var noGradient = no_grad();
            network.Blocks[1].Depthwise.Conv.weight![0, 0, 0, 0] = float.NaN;
        }, recipe);
        var error = Assert.Throws<InvalidDataException>(() => loop.Run(Silent()));
        Assert.Contains("diverged in epoch 1", error.Message);
        Assert.Contains("peakLearningRate 10", error.Message);
    }

    [Fact]
    public void Training_in_bfloat16_learns_too()
    {
        using var folder = new TemporaryFolder();
        manual_seed(1);
        using var network = new MobileNetV2(TinyNetworks.Spec()) { TrainingType = ScalarType.BFloat16 };
        Loop(network, TestImages.Patches(256), new StageFolder(folder["run"]), "x", null, s_recipe with { Epochs = 12, CutoutPixels = 0 }).Run(Silent());
        Assert.InRange(Accuracy.Measure(network, new BatchSource(TestImages.Patches(100, seed: 99), 1, CPU)), 0.9, 1);
        Assert.All(ModuleState.Of(network).Values, t => Assert.NotEqual(ScalarType.BFloat16, t.dtype));
    }

    [Fact]
    public void A_network_that_learns_only_from_a_teacher_comes_to_answer_like_it()
    {
        using var folder = new TemporaryFolder();
        var images = TestImages.Patches(256);
        using var teacher = TinyNetworks.Random(TinyNetworks.Spec(), seed: 12);
        manual_seed(1);
        using var student = new MobileNetV2(TinyNetworks.Spec());
        var validation = new BatchSource(TestImages.Patches(100, seed: 99), 1, CPU);
        double Likeness()
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            student.eval();
            var (inputs, _) = validation.Plain(0, 100);
            return (teacher.forward(inputs).softmax(1) - student.forward(inputs).softmax(1)).abs().sum(1).mean().item<float>();
        }

        var before = Likeness();
        var recipe = s_recipe with { Epochs = 8, LabelSmoothing = 0, CutoutPixels = 0 };
        new TrainingLoop(student, recipe, new BatchSource(images, 2, CPU), validation, new StageFolder(folder["run"]), "x", CPU)
        {
            Distillation = new Distillation(teacher, weight: 1, temperature: 2, ScalarType.Float32),
        }.Run(Silent());
        Assert.InRange(Likeness(), 0, 0.5 * before);
    }

    [Fact]
    public void The_teachers_share_of_the_loss_is_its_softened_cross_entropy_times_the_temperature_squared()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var teacher = new ChainNetwork(1, 2, ChainNetwork.Unit("unit", [[1, 0, 0], [0, 1, 0]], [1, 1]));
        teacher.Classifier.weight!.copy_(tensor(new[] { 4f, 0, 0, 4 }).view(2, 2));
        teacher.Classifier.bias!.zero_();
        teacher.train();
        var distillation = new Distillation(teacher, weight: 0.25, temperature: 2, ScalarType.Float32);
        Assert.False(teacher.training);

        // The teacher's logits are 4 times the first two channels, softened 2 times them.
        var inputs = tensor(new[] { 0.5f, 0.25f, 0, 0, 1, 0 }).view(2, 3, 1, 1);
        var logits = tensor(new[] { 1f, 2, 3, -1 }).view(2, 2);
        var loss = distillation.Loss(inputs, logits, tensor(0.7f)).item<float>();
        var crossEntropy = ((SoftenedCrossEntropy(1 - 0.5, 0.5 - 1)) + SoftenedCrossEntropy(0 - 2, 1.5 + 0.5)) / 2;
        Assert.Equal((0.75 * 0.7) + (0.25 * 4 * crossEntropy), loss, 5);

        // Of two classes, from the differences of their logits: the first one's less the second one's.
        static double SoftenedCrossEntropy(double teacher, double student)
        {
            var first = 1 / (1 + Math.Exp(-teacher));
            return (first * Math.Log(1 + Math.Exp(-student))) + ((1 - first) * Math.Log(1 + Math.Exp(student)));
        }
    }

    [Fact]
    public void Pictures_are_shrunk_for_the_first_part_of_the_steps()
    {
        using var folder = new TemporaryFolder();
        using var probe = new PictureProbe();
        var images = new BatchSource(TestImages.Patches(128), 2, CPU);
        var recipe = s_recipe with { Epochs = 2, SmallPixels = 8, SmallFraction = 0.6, AverageDecay = 0 };
        new TrainingLoop(probe, recipe, images, images, new StageFolder(folder["run"]), "x", CPU).Run(Silent());
        // 8 steps, of which those below 4.8 are small.
        Assert.Equal([8, 8, 8, 8, 8, 16, 16, 16], probe.Sides);

        using var scope = NewDisposeScope();
        var (whole, _) = images.Augmented(0, 0, recipe.BatchSize, recipe.ShiftPixels, recipe.CutoutPixels);
        Assert.Equal(16, whole.shape[3]);
        Assert.True((nn.functional.avg_pool2d(whole, 2) - probe.First!).abs().max().item<float>() < 1e-6);
    }

    [Fact]
    public void Statistics_measured_anew_are_the_means_over_the_batches()
    {
        using var folder = new TemporaryFolder();
        using var network = TinyNetworks.Random(TinyNetworks.Spec());
        var images = new BatchSource(TestImages.Patches(256), 2, CPU);
        BatchNormStatistics.Measure(network, images, s_recipe);
        Assert.False(network.training);
        Assert.Equal(0.1, network.Stem.Norm.momentum);

        // The stem sees the pictures themselves, so its mean can be had in one go: of all pictures, shifted and cut out as they came.
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var means = Enumerable.Range(0, 8).Select(batch =>
        {
            var (inputs, _) = images.Augmented(int.MaxValue - 1_000_000, batch, s_recipe.BatchSize, s_recipe.ShiftPixels, s_recipe.CutoutPixels);
            return nn.functional.conv2d(inputs, network.Stem.Conv.weight!, padding: [1, 1]).mean([0, 2, 3]);
        });
        var expected = stack(means).mean([0]);
        Assert.True((network.Stem.Norm.running_mean! - expected).abs().max().item<float>() < 1e-4);
    }

    [Fact]
    public void Statistics_that_are_kept_belong_to_the_averaged_weights()
    {
        using var folder = new TemporaryFolder();
        using var network = TinyNetworks.Random(TinyNetworks.Spec());
        var images = new BatchSource(TestImages.Patches(128), 2, CPU);
        new TrainingLoop(network, s_recipe, images, images, new StageFolder(folder["run"]), "x", CPU).Run(Silent());

        using var scope = NewDisposeScope();
        var kept = network.Stem.Norm.running_var!.clone();
        BatchNormStatistics.Measure(network, images, s_recipe);
        Assert.Equal(0, (kept - network.Stem.Norm.running_var!).abs().max().item<float>());
    }

    [Fact]
    public void The_average_of_weights_weighs_the_latest_step_most_and_forgets_the_start()
    {
        using var scope = NewDisposeScope();
        var layer = nn.Linear(1, 1, hasBias: false);
        var average = new WeightAverage(layer, decay: 0.75);
        var values = new[] { 3f, 5f, 7f, 11f, 13f };
        var expected = 0.0;
        for (var step = 0; step < values.Length; step++)
        {
            using (no_grad())
                layer.weight!.fill_(values[step]);
            average.Update(step);
            var weight = Math.Max(0.25, 1.0 / (step + 1));
            expected += weight * (values[step] - expected);
        }
        average.Swap();
        Assert.Equal(expected, layer.weight!.item<float>(), 4);
        average.Swap();
        Assert.Equal(13, layer.weight!.item<float>());
    }

    [Fact]
    public void Weights_for_other_classes_are_taken_over_but_for_the_classifier()
    {
        var source = TinyNetworks.Random(TinyNetworks.Spec(classes: 4), seed: 5);
        using var network = new MobileNetV2(TinyNetworks.Spec(classes: 3));
        var left = ModuleState.LoadMatching(network, ModuleState.Of(source));
        Assert.Equal(["classifier.bias", "classifier.weight"], left.Order());
        Assert.True(network.Head.Norm.running_mean!.equal(source.Head.Norm.running_mean!).all().item<bool>());
        Assert.True(network.Blocks[1].Depthwise.Conv.weight!.equal(source.Blocks[1].Depthwise.Conv.weight!).all().item<bool>());
    }

    [Fact]
    public void Tensors_do_not_pile_up_over_steps()
    {
        using var folder = new TemporaryFolder();
        manual_seed(1);
        using var network = new MobileNetV2(TinyNetworks.Spec());
        var counts = new List<long>();
        Loop(network, TestImages.Patches(256), new StageFolder(folder["run"]), "x", (_, _) => counts.Add(Tensor.TotalCount), s_recipe).Run(Silent());
        // The first step makes the gradients; from then on each step leaves as many tensors as it found.
        Assert.True(counts[^1] <= counts[2], $"{counts[2]} tensors at step 2, {counts[^1]} at step {counts.Count - 1}");
    }

    private static string Train(StageFolder folder, int? stopAfter, string identity = "test")
    {
        manual_seed(1);
        using var network = new MobileNetV2(TinyNetworks.Spec());
        var loop = Loop(network, TestImages.Patches(128), folder, identity, (step, _) =>
        {
            if (step == stopAfter)
                throw new OperationCanceledException();
        });
        loop.TryResume();
        loop.Run(Silent());
        return Convert.ToHexString(ModuleState.Of(network).OrderBy(t => t.Key, StringComparer.Ordinal)
            .SelectMany(t => t.Value.detach().contiguous().bytes.ToArray()).ToArray());
    }

    private static TrainingLoop Loop(
        MobileNetV2 network, ImageSet images, StageFolder folder, string identity, Action<int, int>? beforeStep, OptimizerRecipe? recipe = null) =>
        new(network, recipe ?? s_recipe, new BatchSource(images, 2, CPU), new BatchSource(TestImages.Patches(32, seed: 8), 2, CPU), folder, identity, CPU)
        {
            BeforeStep = beforeStep,
            SaveInterval = TimeSpan.Zero,
        };

    /// <summary>Tells what it was shown while it trained.</summary>
    private sealed class PictureProbe : nn.Module<Tensor, Tensor>
    {
        private readonly Linear _classifier = nn.Linear(3, 10);

        public PictureProbe()
            : base("probe")
        {
            RegisterComponents();
        }

        public List<long> Sides { get; } = [];

        public Tensor? First { get; private set; }

        public override Tensor forward(Tensor input)
        {
            if (training)
            {
                Sides.Add(input.shape[3]);
                First ??= input.detach().clone().DetachFromDisposeScope();
            }
            return _classifier.forward(input.mean([2, 3]));
        }
    }

    private static ProgressDisplay Silent() => new(TextWriter.Null, isTerminal: false);
}
