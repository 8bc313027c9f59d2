using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Training;

/// <summary>A finished network whose answers a smaller one learns besides the labels.</summary>
/// <remarks>Sources: Hinton, Vinyals, Dean 2015, arXiv:1503.02531, section 2; Zhao et al. 2022, arXiv:2203.08679, for the
/// decoupled loss.</remarks>
public sealed class Distillation
{
    private readonly PictureNetwork _teacher;
    private readonly OptimizerRecipe _recipe;
    private readonly ScalarType _type;

    /// <param name="teacher">Set to evaluation mode.</param>
    /// <param name="recipe">Its distillation members are meant.</param>
    /// <param name="type">Number format of the teacher's activations.</param>
    public Distillation(PictureNetwork teacher, OptimizerRecipe recipe, ScalarType type)
    {
        (_teacher, _recipe, _type) = (teacher, recipe, type);
        teacher.eval();
    }

    /// <param name="inputs">The batch that the student sees, augmented alike but not degraded: the teacher tells what it would
    /// without.</param>
    /// <returns>The teacher's logits, float [N, classes], no gradient.</returns>
    public Tensor Answer(Tensor inputs)
    {
        using var noGradient = no_grad();
        return _teacher.Forward(inputs, _type);
    }

    /// <param name="answers">The teacher's logits, float [N, classes].</param>
    /// <param name="logits">The student's, float [N, classes].</param>
    /// <param name="labels">int64 [N].</param>
    /// <param name="labelLoss">Cross entropy with the labels, a scalar.</param>
    /// <returns>(1 - weight) * labelLoss + weight * temperature^2 * the teacher's part, a scalar.</returns>
    public Tensor Loss(Tensor answers, Tensor logits, Tensor labels, Tensor labelLoss)
    {
        var temperature = _recipe.DistillationTemperature;
        var (wanted, given) = (answers / temperature, logits / temperature);
        var part = _recipe.NonTargetWeight > 0 ? Decoupled(wanted, given, labels) : CrossEntropy(wanted, given);
        // Gradients of softened targets shrink with the temperature squared; the factor keeps both parts in proportion.
        return (labelLoss * (1 - _recipe.DistillationWeight)) + (part * (_recipe.DistillationWeight * temperature * temperature));
    }

    private static Tensor CrossEntropy(Tensor wanted, Tensor given) =>
        -(wanted.softmax(1) * nn.functional.log_softmax(given, 1)).sum(1).mean();

    // How sure of the true class, and how the rest is shared among the others, each for itself: a teacher that is sure of the
    // true class says next to nothing of the others in the plain loss.
    private Tensor Decoupled(Tensor wanted, Tensor given, Tensor labels)
    {
        var isTrue = nn.functional.one_hot(labels, wanted.shape[1]).to_type(ScalarType.Bool);
        var target = CrossEntropy(Pair(wanted), Pair(given));
        var others = CrossEntropy(wanted.masked_fill(isTrue, Nothing), given.masked_fill(isTrue, Nothing));
        return target + (others * _recipe.NonTargetWeight);

        // Log-probabilities of the true class and of all others together, [N, 2].
        Tensor Pair(Tensor logits)
        {
            var one = logits.gather(1, labels.unsqueeze(1));
            return cat([one, logits.masked_fill(isTrue, Nothing).logsumexp(1, keepdim: true)], 1);
        }
    }

    // A logit whose probability is 0, and whose product with 0 is no NaN.
    private const float Nothing = -1e4f;
}
