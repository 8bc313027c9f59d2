using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Recipes;
using TinyClassify.Trainer.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Tests;

public class TrainingTests
{
    private static readonly OptimizerRecipe s_recipe = new()
    {
        Epochs = 3, BatchSize = 32, PeakLearningRate = 0.05, WarmupFraction = 0.2, Momentum = 0.9, WeightDecay = 1e-4,
        LabelSmoothing = 0.1, ShiftPixels = 2,
        CutoutPixels = 4, AverageDecay = 0.5, DistillationWeight = 0, DistillationTemperature = 1,
    };

    [Fact]
    public void Steps_are_those_of_a_plain_loop_with_Nesterovs_momentum_smoothed_labels_and_a_teacher()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var recipe = s_recipe with
        {
            Epochs = 1.5,
            WarmupFraction = 0.6,
            PeakLearningRate = 0.1,
            Momentum = 0.8,
            WeightDecay = 0.01,
            LabelSmoothing = 0.2,
            AverageDecay = 0,
            DistillationWeight = 0.4,
            DistillationTemperature = 2,
        };
        using var teacher = TinyNetworks.Random(TinyNetworks.Spec(), seed: 12);
        MobileNetV2 Fresh()
        {
            manual_seed(1);
            return new MobileNetV2(TinyNetworks.Spec());
        }

        using var network = Fresh();
        var images = TestImages.Patches(64);
        new TrainingLoop(network, recipe, new BatchSource(images, 2, CPU), new BatchSource(images, 2, CPU),
            new StageFolder(folder["run"]), "x", CPU)
        {
            Distillation = new Distillation(teacher, recipe, ScalarType.Float32),
        }.Run(Silent());

        using var plain = Fresh();
        plain.train();
        var batches = new BatchSource(images, 2, CPU);
        var velocities = plain.parameters().Select(p => zeros_like(p)).ToArray();
        // Two steps an epoch, three in all: the rate rises until 0.6 of the way and falls then.
        foreach (var (step, rate) in new[] { (0, 0.25 / 0.6), (1, 0.5 / 0.6), (2, 0.25 / 0.4) })
        {
            var (inputs, labels) = batches.Augmented(step / 2, step % 2, 32, new(Shift: 2, Cutout: 4));
            plain.zero_grad();
            var logits = plain.forward(inputs);
            var logs = logits.log_softmax(1);
            var smoothed = -((logs.gather(1, labels.unsqueeze(1)).squeeze(1) * 0.8) + (logs.mean([1]) * 0.2)).mean();
            var taught = -((teacher.forward(inputs) / 2).softmax(1).detach() * (logits / 2).log_softmax(1)).sum(1).mean();
            ((smoothed * 0.6) + (taught * 0.4 * 4)).backward();
            using var noGradient = no_grad();
            foreach (var (parameter, velocity) in plain.parameters().Zip(velocities))
            {
                var gradient = parameter.grad! + (parameter * (parameter.dim() >= 2 ? 0.01 : 0));
                velocity.mul_(0.8).add_(gradient);
                parameter.sub_((gradient + (velocity * 0.8)) * (0.1 * rate));
            }
        }
        var difference = plain.parameters().Zip(network.parameters()).Max(p => (p.First - p.Second).abs().max().item<float>());
        Assert.True(difference < 1e-5, $"largest difference {difference}");
    }

    [Fact]
    public void Weight_decay_draws_on_weights_and_leaves_biases_free()
    {
        using var scope = NewDisposeScope();
        var layer = nn.Linear(3, 2);
        var (weight, bias) = (layer.weight!.detach().clone(), layer.bias!.detach().clone());
        (layer.forward(randn(4, 3)).sum() * 0).backward();
        new Optimizer(layer.parameters(), s_recipe with { Momentum = 0.5, WeightDecay = 0.01 }).Step(learningRate: 0.1);
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
        Loop(network, images, new StageFolder(folder["run"]), "x", null, s_recipe with { Epochs = 12, CutoutPixels = 0 })
            .Run(Silent());
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
        var recipe = s_recipe with
        {
            Epochs = epochs,
            PeakLearningRate = 10,
            WeightDecay = 0.9,
            AverageDecay = averageDecay,
            WarmupFraction = 0
        };
        var loop = Loop(network, TestImages.Patches(256), stage, "x", (step, _) =>
        {
            // As an overflow leaves it: behind ReLU6 nothing else tells of it.
            if (step != 5)
                return;
            using var noGradient = no_grad();
            network.Unit("block1/depthwise").Conv.weight![0, 0, 0, 0] = float.NaN;
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
        Loop(network, TestImages.Patches(256), new StageFolder(folder["run"]), "x", null,
            s_recipe with { Epochs = 12, CutoutPixels = 0 }).Run(Silent());
        Assert.InRange(Accuracy.Measure(network, new BatchSource(TestImages.Patches(100, seed: 99), 1, CPU)), 0.9, 1);
        Assert.All(ModuleState.Of(network).Values, t => Assert.NotEqual(ScalarType.BFloat16, t.dtype));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(0, 2)]
    public void A_network_that_learns_only_from_a_teacher_comes_to_answer_like_it(double nonTargetWeight, int views)
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
        var recipe = s_recipe with
        {
            Epochs = 8,
            LabelSmoothing = 0,
            CutoutPixels = 0,
            DistillationWeight = 1,
            DistillationTemperature = 2,
            NonTargetWeight = nonTargetWeight,
            Views = views
        };
        new TrainingLoop(student, recipe, new BatchSource(images, 2, CPU), validation, new StageFolder(folder["run"]), "x", CPU)
        {
            Distillation = new Distillation(teacher, recipe, ScalarType.Float32),
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
        var distillation = new Distillation(teacher, s_recipe with { DistillationWeight = 0.25, DistillationTemperature = 2 },
            ScalarType.Float32);
        Assert.False(teacher.training);

        // The teacher's logits are 4 times the first two channels, softened 2 times them.
        var inputs = tensor(new[] { 0.5f, 0.25f, 0, 0, 1, 0 }).view(2, 3, 1, 1);
        var logits = tensor(new[] { 1f, 2, 3, -1 }).view(2, 2);
        var loss = distillation.Loss(distillation.Answer(inputs), logits, tensor(new[] { 0L, 1 }), tensor(0.7f)).item<float>();
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
    public void The_decoupled_loss_is_the_true_class_against_the_rest_and_the_rest_by_itself()
    {
        using var scope = NewDisposeScope();
        using var teacher = TinyNetworks.Random(TinyNetworks.Spec());
        var recipe = s_recipe with { DistillationWeight = 0.5, DistillationTemperature = 2, NonTargetWeight = 3 };
        var answers = new[] { 2.0, 1, -1, 0 };
        var logits = new[] { 0.5, 1.5, -0.5, 1 };
        const int Label = 1;
        var loss = new Distillation(teacher, recipe, ScalarType.Float32).Loss(
            tensor(answers).view(1, 4), tensor(logits).view(1, 4), tensor(new[] { (long)Label }), tensor(0.7)).item<double>();

        var (wanted, given) = (Softened(answers), Softened(logits));
        var target = -(wanted[Label] * Math.Log(given[Label])) - ((1 - wanted[Label]) * Math.Log(1 - given[Label]));
        var others = -Enumerable.Range(0, 4).Where(c => c != Label)
            .Sum(c => wanted[c] / (1 - wanted[Label]) * Math.Log(given[c] / (1 - given[Label])));
        Assert.Equal((0.5 * 0.7) + (0.5 * 4 * (target + (3 * others))), loss, 5);

        static double[] Softened(double[] logits)
        {
            var powers = logits.Select(l => Math.Exp(l / 2)).ToArray();
            return [.. powers.Select(p => p / powers.Sum())];
        }
    }

    [Fact]
    public void A_teacher_looks_at_each_view_once_and_an_interrupted_run_keeps_what_it_said()
    {
        using var folder = new TemporaryFolder();
        using var teacher = new CountingTeacher();
        var recipe = s_recipe with { Epochs = 6, Views = 2, DistillationWeight = 0.5, DistillationTemperature = 2 };
        var whole = Train(new StageFolder(folder["whole"]), null, recipe, teacher);
        Assert.Equal(2 * 4, teacher.Asked);
        var cut = new StageFolder(folder["cut"]);
        Assert.Throws<OperationCanceledException>(() => Train(cut, 6, recipe, teacher));
        Assert.Equal(whole, Train(cut, null, recipe, teacher));
        Assert.Equal(2 * 2 * 4, teacher.Asked);
        Assert.Empty(Directory.GetFiles(cut.Root, "answers-*"));
        Assert.NotEqual(whole, Train(new StageFolder(folder["fresh"]), null, recipe with { Views = 0 }, teacher));
        Assert.Equal((2 * 2 * 4) + (6 * 4), teacher.Asked);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(0, 8)]
    public void A_teacher_sees_the_pictures_of_the_student_before_anything_befell_them(int views, int smallPixels)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var teacher = new CountingTeacher();
        using var student = new PictureProbe();
        var degradation = new DegradationRecipe
        {
            JpegFraction = 1, LowestJpegQuality = 10, HighestJpegQuality = 20, HalvedChromaFraction = 1,
            EnlargedFraction = 0, LargestEnlargement = 1, BlurFraction = 0, NoiseFraction = 0, LargestNoise = 0,
        };
        var images = TestImages.Patches(128);
        var (degraded, plain) = (new BatchSource(images, 2, CPU, degradation), new BatchSource(images, 2, CPU));
        var recipe = s_recipe with
        {
            Epochs = 1,
            Views = views,
            DistillationWeight = 0.5,
            DistillationTemperature = 2,
            AverageDecay = 0,
            SmallPixels = smallPixels,
            SmallFraction = smallPixels > 0 ? 1 : 0,
        };
        new TrainingLoop(student, recipe, degraded, plain, new StageFolder(folder["run"]), "x", CPU)
        {
            Distillation = new Distillation(teacher, recipe, ScalarType.Float32),
        }.Run(Silent());
        var expected = views > 0 ? plain.View(0, 0, 0, recipe.BatchSize, recipe.Changes()).Inputs
            : plain.Augmented(0, 0, recipe.BatchSize, recipe.Changes()).Inputs;
        if (smallPixels > 0)
            expected = nn.functional.avg_pool2d(expected, 2);
        Assert.True((expected - teacher.First!).abs().max().item<float>() < 1e-6);
        var changes = (student.First! - teacher.First!).abs().mean([1, 2, 3]).data<float>().ToArray();
        Assert.All(changes, change => Assert.InRange(change, 0.005f, 0.4f));
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
        var (whole, _) = images.Augmented(0, 0, recipe.BatchSize, recipe.Changes());
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
        Assert.Equal(0.1, network.Unit("stem").Norm.momentum);

        // The stem sees the pictures themselves, so its mean can be had in one go: of all pictures, shifted and cut out as they
        // came.
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var means = Enumerable.Range(0, 8).Select(batch =>
        {
            var (inputs, _) = images.Augmented(int.MaxValue - 1_000_000, batch, s_recipe.BatchSize, s_recipe.Changes());
            return nn.functional.conv2d(inputs, network.Unit("stem").Conv.weight!, padding: [1, 1]).mean([0, 2, 3]);
        });
        var expected = stack(means).mean([0]);
        Assert.True((network.Unit("stem").Norm.running_mean! - expected).abs().max().item<float>() < 1e-4);
    }

    [Fact]
    public void Statistics_that_are_kept_belong_to_the_averaged_weights()
    {
        using var folder = new TemporaryFolder();
        using var network = TinyNetworks.Random(TinyNetworks.Spec());
        var images = new BatchSource(TestImages.Patches(128), 2, CPU);
        new TrainingLoop(network, s_recipe, images, images, new StageFolder(folder["run"]), "x", CPU).Run(Silent());

        using var scope = NewDisposeScope();
        var kept = network.Unit("stem").Norm.running_var!.clone();
        BatchNormStatistics.Measure(network, images, s_recipe);
        Assert.Equal(0, (kept - network.Unit("stem").Norm.running_var!).abs().max().item<float>());
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
        Assert.True(network.Unit("head").Norm.running_mean!.equal(source.Unit("head").Norm.running_mean!).all().item<bool>());
        Assert.True(network.Unit("block1/depthwise").Conv.weight!.equal(
            source.Unit("block1/depthwise").Conv.weight!).all().item<bool>());
    }

    [Fact]
    public void Tensors_do_not_pile_up_over_steps()
    {
        using var folder = new TemporaryFolder();
        manual_seed(1);
        using var network = new MobileNetV2(TinyNetworks.Spec());
        var counts = new List<long>();
        Loop(network, TestImages.Patches(256), new StageFolder(folder["run"]), "x", (_, _) => counts.Add(Tensor.TotalCount),
            s_recipe).Run(Silent());
        // The first step makes the gradients; from then on each step leaves as many tensors as it found.
        Assert.True(counts[2..].Max() == counts[2], string.Join(' ', counts));
    }

    private static string Train(StageFolder folder, int? stopAfter, string identity = "test") =>
        Train(folder, stopAfter, s_recipe, null, identity);

    private static string Train(StageFolder folder, int? stopAfter, OptimizerRecipe recipe, PictureNetwork? teacher,
        string identity = "test")
    {
        manual_seed(1);
        using var network = new MobileNetV2(TinyNetworks.Spec());
        var loop = new TrainingLoop(network, recipe, new BatchSource(TestImages.Patches(128), 2, CPU),
            new BatchSource(TestImages.Patches(32, seed: 8), 2, CPU),
            folder, identity, CPU)
        {
            SaveInterval = TimeSpan.Zero,
            Distillation = teacher is null ? null : new Distillation(teacher, recipe, ScalarType.Float32),
            BeforeStep = (step, _) =>
            {
                if (step == stopAfter)
                    throw new OperationCanceledException();
            },
        };
        loop.TryResume();
        loop.Run(Silent());
        return Convert.ToHexString(ModuleState.Of(network).OrderBy(t => t.Key, StringComparer.Ordinal)
            .SelectMany(t => t.Value.detach().contiguous().bytes.ToArray()).ToArray());
    }

    private static TrainingLoop Loop(
        MobileNetV2 network, ImageSet images, StageFolder folder, string identity, Action<int, int>? beforeStep,
        OptimizerRecipe? recipe = null) =>
        new(network, recipe ?? s_recipe, new BatchSource(images, 2, CPU),
            new BatchSource(TestImages.Patches(32, seed: 8), 2, CPU), folder, identity, CPU)
        {
            BeforeStep = beforeStep,
            SaveInterval = TimeSpan.Zero,
        };

    /// <summary>Tells how many batches it was asked about.</summary>
    private sealed class CountingTeacher() : PictureNetwork("teacher")
    {
        private readonly MobileNetV2 _network = TinyNetworks.Random(TinyNetworks.Spec(), seed: 12);

        public int Asked { get; private set; }

        /// <summary>The first batch.</summary>
        public Tensor? First { get; private set; }

        public override Tensor Forward(Tensor input, ScalarType type)
        {
            Asked++;
            First ??= input.clone().DetachFromDisposeScope();
            return _network.Forward(input, type);
        }
    }

    /// <summary>Tells what it was shown while it trained.</summary>
    private sealed class PictureProbe : nn.Module<Tensor, Tensor>
    {
        private readonly Linear _classifier = nn.Linear(3, 4);

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
