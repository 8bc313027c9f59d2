using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Training;

/// <summary>Trains a module by a recipe, and goes on exactly where an interrupted run stopped.</summary>
/// <remarks>
/// A step depends only on the weights, the velocities, and its number: batches are drawn by (seed, epoch, step). So a state
/// saved after any step leads to the same weights as a run that was never interrupted, on the same machine; without replicas, by
/// the same number of threads.
/// </remarks>
public sealed class TrainingLoop
{
    private readonly nn.Module<Tensor, Tensor> _module;
    private readonly OptimizerRecipe _recipe;
    private readonly BatchSource _training;
    private readonly BatchSource _undegraded;
    private readonly BatchSource _validation;
    private readonly StageFolder _folder;
    private readonly string _fingerprint;
    private readonly Optimizer _optimizer;
    private readonly TriangularSchedule _schedule;
    private readonly WeightAverage? _average;
    private readonly int _stepsPerEpoch;
    private readonly List<EpochMetrics> _history = [];
    private readonly Tensor _epochLoss;
    private readonly Tensor _epochCorrect;

    private double _inputSeconds;
    private AnswerCache? _answers;
    private int _step;

    /// <param name="identity">Everything that makes the run what it is; a saved state of another identity is refused.</param>
    public TrainingLoop(
        nn.Module<Tensor, Tensor> module, OptimizerRecipe recipe, BatchSource training, BatchSource validation,
        StageFolder folder, string identity, Device device)
    {
        _module = module;
        _recipe = recipe;
        _training = training;
        _undegraded = training.Undegraded();
        _validation = validation;
        _folder = folder;
        _fingerprint = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(identity)));
        _optimizer = new Optimizer(module.parameters(), recipe);
        _average = recipe.AverageDecay > 0 ? new WeightAverage(module, recipe.AverageDecay) : null;
        _stepsPerEpoch = training.StepsPerEpoch(recipe.BatchSize);
        if (_stepsPerEpoch == 0)
            throw new InvalidDataException(
                $"{training.Images.Count} training images do not fill one batch of {recipe.BatchSize}.");
        TotalSteps = Math.Max(1, (int)Math.Round(recipe.Epochs * _stepsPerEpoch));
        _schedule = new TriangularSchedule(recipe.PeakLearningRate, recipe.WarmupFraction, TotalSteps);
        _epochLoss = zeros(1, device: device).DetachFromDisposeScope();
        _epochCorrect = zeros(1, device: device).DetachFromDisposeScope();
    }

    public int TotalSteps { get; }

    /// <summary>How much work a kill may cost: a state is saved after so long, and after each epoch.</summary>
    public TimeSpan SaveInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A network to learn from besides the labels; null for none.</summary>
    public Distillation? Distillation { get; init; }

    /// <summary>Makes another module of the same layout; a recipe with several replicas asks for it.</summary>
    public Func<nn.Module<Tensor, Tensor>>? Twin { get; init; }

    /// <summary>Called before each step with (step, total steps).</summary>
    public Action<int, int>? BeforeStep { get; init; }

    /// <summary>Takes up a saved state if the folder has one.</summary>
    /// <returns>Whether it did.</returns>
    /// <exception cref="InvalidDataException">The saved state is of another run.</exception>
    public bool TryResume()
    {
        if (!File.Exists(_folder.ResumeFile))
            return false;
        var (tensors, metadata) = SafetensorsFile.Read(_folder.ResumeFile);
        try
        {
            if (metadata.GetValueOrDefault("fingerprint") != _fingerprint)
                throw new InvalidDataException(
                    $"{_folder.ResumeFile} is of a run with another recipe, network or data. Give another --out, or --restart "
                    + "to begin anew.");
            using var noGradient = no_grad();
            ModuleState.Load(_module, tensors.Where(t => t.Key.StartsWith("module/", StringComparison.Ordinal))
                .ToDictionary(t => t.Key["module/".Length..], t => t.Value));
            _optimizer.State = tensors["optimizer"];
            foreach (var (name, average) in _average?.State ?? [])
                average.copy_(tensors["average/" + name]);
            _epochLoss.copy_(tensors["epoch/loss"]);
            _epochCorrect.copy_(tensors["epoch/correct"]);
            _step = int.Parse(metadata["step"], CultureInfo.InvariantCulture);
            _history.AddRange(JsonSerializer.Deserialize<List<EpochMetrics>>(metadata["history"])!);
            return true;
        }
        finally
        {
            foreach (var tensor in tensors.Values)
                tensor.Dispose();
        }
    }

    /// <summary>Trains to the last step; the module then holds the averaged weights if the recipe averages.</summary>
    /// <returns>The learning curve.</returns>
    public IReadOnlyList<EpochMetrics> Run(ProgressDisplay progress)
    {
        var saved = Stopwatch.StartNew();
        var epochTime = Stopwatch.StartNew();
        RememberAnswers();
        using var replicas = new Replicas(_module, [.. Enumerable.Range(1, _recipe.Replicas - 1).Select(_ => NewTwin())]);
        progress.Start(TotalSteps, _step, _recipe.BatchSize);
        _module.train();
        while (_step < TotalSteps)
        {
            var epoch = _step / _stepsPerEpoch;
            var stepInEpoch = _step % _stepsPerEpoch;
            Step(replicas, epoch, stepInEpoch);
            _step++;
            var seen = (stepInEpoch + 1) * _recipe.BatchSize;
            if (progress.IsDue)
                progress.Report(_step, epoch + 1, RequireFinite(_epochLoss.item<float>() / (stepInEpoch + 1), epoch),
                    _epochCorrect.item<float>() / seen);
            if (stepInEpoch == _stepsPerEpoch - 1 || _step == TotalSteps)
            {
                FinishEpoch(epoch, stepInEpoch + 1, seen, epochTime.Elapsed.TotalSeconds, progress);
                epochTime.Restart();
            }
            else if (saved.Elapsed < SaveInterval)
                continue;
            Save();
            saved.Restart();
        }
        progress.Stop();
        TakeAverage();
        ForgetAnswers();
        return _history;
    }

    private nn.Module<Tensor, Tensor> NewTwin() =>
        (Twin ?? throw new InvalidOperationException("A recipe with replicas needs a way to make another module."))();

    private void Step(Replicas replicas, int epoch, int stepInEpoch)
    {
        BeforeStep?.Invoke(_step, TotalSteps);
        _optimizer.ClearGradients();
        var parts = new Part[replicas.Count];
        replicas.Step((module, number) => parts[number] = Compute(module, epoch, (stepInEpoch * replicas.Count) + number));
        _optimizer.Step(_schedule.At(_step));
        _average?.Update(_step);
        using var noGradient = no_grad();
        foreach (var part in parts)
        {
            _epochLoss.add_(part.Loss, alpha: 1.0 / parts.Length);
            _epochCorrect.add_(part.Correct);
            part.Loss.Dispose();
            part.Correct.Dispose();
        }
        _inputSeconds += parts.Max(p => p.InputSeconds);
    }

    /// <summary>Goes forward and backward through one part of a batch; of nothing but what is its own, since others do so at the
    /// same time.</summary>
    /// <param name="number">Of the part, counted through the epoch.</param>
    private Part Compute(nn.Module<Tensor, Tensor> module, int epoch, int number)
    {
        using var scope = NewDisposeScope();
        var inputTime = Stopwatch.StartNew();
        var view = _recipe.Views > 0 ? epoch % _recipe.Views : 0;
        var small = _step < _recipe.SmallFraction * TotalSteps;
        var (inputs, labels, indices) = Batch(_training);
        var inputSeconds = inputTime.Elapsed.TotalSeconds;
        var logits = module.forward(inputs);
        var loss = nn.functional.cross_entropy(logits, labels, label_smoothing: _recipe.LabelSmoothing);
        if (Distillation is not null)
            loss = Distillation.Loss(Answers(), logits, labels, loss);
        loss.backward();
        using var noGradient = no_grad();
        var correct = logits.detach().argmax(1).eq(labels).sum().to_type(ScalarType.Float32);
        return new(loss.detach().DetachFromDisposeScope(), correct.DetachFromDisposeScope(), inputSeconds);

        Tensor Answers() => _answers is null ? Ask() : _answers.Get(view, indices, Ask).to(inputs.device);

        Tensor Ask() => Distillation.Answer(_undegraded == _training ? inputs : Batch(_undegraded).Inputs);

        (Tensor Inputs, Tensor Labels, int[] Indices) Batch(BatchSource source)
        {
            var size = _recipe.BatchSize / _recipe.Replicas;
            var changes = _recipe.Changes(small);
            var (pictures, classes, which) = _recipe.Views > 0 ? source.View(view, epoch, number, size, changes)
                : Unnamed(source.Augmented(epoch, number, size, changes));
            if (small && pictures.shape[^1] != _recipe.SmallPixels)
                pictures = nn.functional.interpolate(
                    pictures, [_recipe.SmallPixels, _recipe.SmallPixels], mode: InterpolationMode.Area);
            return (pictures, classes, which);
        }
    }

    private static (Tensor, Tensor, int[]) Unnamed((Tensor Inputs, Tensor Labels) batch) => (batch.Inputs, batch.Labels, []);

    // A view is small at first where the recipe says so, and large later: such a run asks the teacher every time.
    private void RememberAnswers()
    {
        if (Distillation is not null && _recipe.Views > 0 && _recipe.SmallPixels == 0)
            _answers = new AnswerCache(AnswersFile, _recipe.Views, _training.Images.Count, _training.Images.ClassNames.Count);
    }

    private void ForgetAnswers()
    {
        if (_answers is null)
            return;
        _answers.Dispose();
        File.Delete(AnswersFile);
    }

    private string AnswersFile => Path.Combine(_folder.Root, $"answers-{_fingerprint[..16].ToLowerInvariant()}.bin");

    private void TakeAverage()
    {
        if (_average is null)
            return;
        _average.Swap();
        var threads = get_num_threads();
        // Where a sum is cut depends on the threads, and so does its last bit.
        if (_recipe.Replicas > 1)
            set_num_threads(1);
        BatchNormStatistics.Measure(_module, _training, _recipe);
        set_num_threads(threads);
    }

    private void FinishEpoch(int epoch, int steps, int seen, double seconds, ProgressDisplay progress)
    {
        using var scope = NewDisposeScope();
        var loss = RequireFinite(_epochLoss.item<float>() / steps, epoch);
        TakeAverage();
        foreach (var (name, tensor) in ModuleState.Of(_module))
            if (!tensor.isfinite().all().item<bool>())
                throw Diverged(epoch, $"tensor {name} holds numbers that are not finite");
        var validation = Accuracy.Measure(_module, _validation);
        _average?.Swap();
        var metrics = new EpochMetrics(epoch + 1, loss, _epochCorrect.item<float>() / seen, validation, seconds, _inputSeconds);
        _inputSeconds = 0;
        _history.Add(metrics);
        progress.Epoch(metrics);
        _epochLoss.zero_();
        _epochCorrect.zero_();
    }

    private float RequireFinite(float loss, int epoch) => float.IsFinite(loss) ? loss
        : throw Diverged(epoch, $"the loss is {loss}");

    private InvalidDataException Diverged(int epoch, string seen) => new(
        $"The training diverged in epoch {epoch + 1}: {seen}. The recipe's peakLearningRate {_recipe.PeakLearningRate} is too "
            + "high for this network: "
        + "lower it, or lengthen the warm-up (warmupFraction), and begin anew with --restart.");

    private void Save()
    {
        var tensors = ModuleState.Of(_module).ToDictionary(t => "module/" + t.Key, t => t.Value);
        using var optimizer = _optimizer.State;
        tensors.Add("optimizer", optimizer);
        foreach (var (name, average) in _average?.State ?? [])
            tensors.Add("average/" + name, average);
        tensors.Add("epoch/loss", _epochLoss);
        tensors.Add("epoch/correct", _epochCorrect);
        SafetensorsFile.Write(_folder.ResumeFile, tensors, new Dictionary<string, string>
        {
            ["fingerprint"] = _fingerprint,
            ["step"] = _step.ToString(CultureInfo.InvariantCulture),
            ["history"] = JsonSerializer.Serialize(_history),
        });
    }

    /// <param name="Loss">Mean over the part, a scalar.</param>
    /// <param name="Correct">Pictures told rightly, a scalar.</param>
    private readonly record struct Part(Tensor Loss, Tensor Correct, double InputSeconds);
}
