using TinyClassify.Trainer.Recipes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Training;

/// <summary>libtorch's stochastic gradient descent with Nesterov momentum, whose whole state a checkpoint can hold.</summary>
internal sealed class Optimizer
{
    private const int WordBytes = sizeof(long);

    private readonly SGD _sgd;

    /// <param name="recipe">Weight decay is applied to parameters of two or more dimensions: BatchNorm and biases are left
    /// free.</param>
    public Optimizer(IEnumerable<Parameter> parameters, OptimizerRecipe recipe)
    {
        var trained = parameters.Where(p => p.requires_grad).ToArray();
        var groups = new[] { (Members: trained.Where(p => p.dim() >= 2).ToArray(), Decay: recipe.WeightDecay),
            (trained.Where(p => p.dim() < 2).ToArray(), 0) }
            .Where(g => g.Members.Length > 0)
            .Select(g => new SGD.ParamGroup(g.Members, lr: recipe.PeakLearningRate, momentum: recipe.Momentum,
                weight_decay: g.Decay, nesterov: recipe.Momentum > 0));
        _sgd = optim.SGD(groups, recipe.PeakLearningRate, recipe.Momentum, nesterov: recipe.Momentum > 0);
    }

    /// <summary>Momenta and what else the next step depends on, int64 [words]; set only with what a like optimizer
    /// gave.</summary>
    public Tensor State
    {
        get
        {
            using var stream = new MemoryStream();
            using var writer = new BinaryWriter(stream);
            _sgd.save_state_dict(writer);
            writer.Flush();
            var words = new long[1 + ((stream.Length + WordBytes - 1) / WordBytes)];
            words[0] = stream.Length;
            Buffer.BlockCopy(stream.ToArray(), 0, words, WordBytes, (int)stream.Length);
            return tensor(words);
        }

        set
        {
            var words = value.data<long>().ToArray();
            var bytes = new byte[words[0]];
            Buffer.BlockCopy(words, WordBytes, bytes, 0, bytes.Length);
            using var reader = new BinaryReader(new MemoryStream(bytes));
            _sgd.load_state_dict(reader);
        }
    }

    public void ClearGradients()
    {
        // It looks at each gradient through a tensor of its own, which would wait for the garbage collector.
        using var scope = NewDisposeScope();
        _sgd.zero_grad();
    }

    public void Step(double learningRate)
    {
        foreach (var group in _sgd.ParamGroups)
            group.LearningRate = learningRate;
        _sgd.step();
    }
}
