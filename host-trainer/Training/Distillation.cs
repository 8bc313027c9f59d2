using TinyClassify.Trainer.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Training;

/// <summary>A finished network whose answers a smaller one learns besides the labels.</summary>
/// <remarks>Source: Hinton, Vinyals, Dean 2015, arXiv:1503.02531, section 2.</remarks>
public sealed class Distillation
{
    private readonly LayeredNetwork _teacher;
    private readonly double _weight;
    private readonly double _temperature;
    private readonly ScalarType _type;

    /// <param name="teacher">Set to evaluation mode.</param>
    /// <param name="weight">Share of the teacher in the loss, 0 to 1.</param>
    /// <param name="temperature">Both networks' logits are divided by it, 1 at least.</param>
    /// <param name="type">Number format of the teacher's activations.</param>
    public Distillation(LayeredNetwork teacher, double weight, double temperature, ScalarType type)
    {
        (_teacher, _weight, _temperature, _type) = (teacher, weight, temperature, type);
        teacher.eval();
    }

    /// <param name="inputs">The batch that the student saw, augmented alike.</param>
    /// <param name="logits">The student's, float [N, classes].</param>
    /// <param name="labelLoss">Cross entropy with the labels, a scalar.</param>
    /// <returns>(1 - weight) * labelLoss + weight * temperature^2 * crossEntropy, a scalar.</returns>
    public Tensor Loss(Tensor inputs, Tensor logits, Tensor labelLoss)
    {
        Tensor wanted;
        using (no_grad())
            wanted = _teacher.Forward(inputs, _type).div_(_temperature).softmax(1);
        var crossEntropy = -(wanted * nn.functional.log_softmax(logits / _temperature, 1)).sum(1).mean();
        // Gradients of softened targets shrink with the temperature squared; the factor keeps both parts in proportion.
        return (labelLoss * (1 - _weight)) + (crossEntropy * (_weight * _temperature * _temperature));
    }
}
