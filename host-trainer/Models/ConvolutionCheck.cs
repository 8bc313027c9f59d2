using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Models;

/// <summary>Holds each kind of convolution of a network, and its gradients, to plain arithmetic in double.</summary>
/// <remarks>
/// A library that multiplies wrongly on some CPU does not fail: a network learns around it, is judged by it, and is a point or
/// three worse for ever. Such a fault depends on channels, batch and the CPU's caches, so the network's own layers are looked at,
/// where they run.
/// </remarks>
public sealed class ConvolutionCheck : ILayers<Tensor>
{
    // Of the largest value; sums of some thousand products part by 1e-6 in float and 1e-2 in bfloat16.
    private const double SingleTolerance = 1e-4;
    private const double HalfTolerance = 5e-2;

    private readonly HashSet<(int Input, int Output, int Kernel, int Stride, int Groups, long Size)> _seen = [];
    private readonly ScalarType _type;
    private string? _halfFault;

    private ConvolutionCheck(ScalarType type) => _type = type;

    /// <param name="network">Its weights stay.</param>
    /// <param name="inputs">Float [N, 3, S, S]; N as in training, since libraries choose their kernels by it.</param>
    /// <param name="type">Number format of the activations while training; float is looked at in any case.</param>
    /// <returns>What is wrong in bfloat16, or null: float can take its place.</returns>
    /// <exception cref="InvalidDataException">A convolution is wrong in float; the message says which and what helps.</exception>
    public static string? Require(LayeredNetwork network, Tensor inputs, ScalarType type)
    {
        var wasTraining = network.training;
        network.eval();
        using var scope = NewDisposeScope();
        var check = new ConvolutionCheck(type);
        using (no_grad())
            network.Apply(check, inputs);
        network.train(wasTraining);
        return check._halfFault;
    }

    /// <inheritdoc/>
    public Tensor Convolve(ConvUnit unit, Tensor input)
    {
        if (_seen.Add((unit.InputChannels, unit.OutputChannels, unit.Kernel, unit.Stride, unit.Groups, input.shape[2])))
        {
            if (Fault(unit, input, ScalarType.Float32, SingleTolerance) is { } fault)
                throw new InvalidDataException($"{fault} Set the environment variable ONEDNN_MAX_CPU_ISA=AVX2 and run again: "
                    + "it keeps libtorch's convolutions to older instructions.");
            if (_type == ScalarType.BFloat16)
                _halfFault ??= Fault(unit, input, ScalarType.BFloat16, HalfTolerance);
        }
        return unit.forward(input);
    }

    /// <inheritdoc/>
    public Tensor Add(Tensor left, Tensor right) => left.add(right);

    /// <inheritdoc/>
    public Tensor AveragePool(Tensor input) => TensorLayers.Instance.AveragePool(input);

    /// <inheritdoc/>
    public Tensor Connect(Linear layer, Tensor input) => TensorLayers.Instance.Connect(layer, input);

    private static string? Fault(ConvUnit unit, Tensor input, ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        var weight = unit.Conv.weight!.detach().to_type(type);
        var looked = tensor(Looked(input.shape[0]));
        // Pictures do not depend on each other, and of the gradient only those have a part that are computed a second time.
        var given = Run(unit, input.to_type(type), weight, output => output * zeros_like(output).index_fill_(0, looked, 1));
        var gradient = given[0].Value.index_select(0, looked).to_type(ScalarType.Float64);
        var expected = Run(unit, input.to_type(type).index_select(0, looked).to_type(ScalarType.Float64),
            weight.to_type(ScalarType.Float64), _ => gradient);
        for (var i = 0; i < 2; i++)
            given[i].Value = given[i].Value.index_select(0, looked);
        foreach (var ((name, value), (_, right)) in given.Zip(expected))
        {
            var largest = right.abs().max().item<double>();
            var error = (value.to_type(ScalarType.Float64) - right).abs().max().item<double>();
            if (!(error <= tolerance * largest))
                return $"libtorch computes {name} of a convolution wrongly on this CPU: {unit.InputChannels} to "
                    + $"{unit.OutputChannels} channels, "
                    + $"{unit.Kernel}x{unit.Kernel}, stride {unit.Stride}, {unit.Groups} groups, {input.shape[0]} pictures of "
                    + $"{input.shape[2]}x{input.shape[3]}, {type}; "
                    + $"largest error {error:G3} where the largest value is {largest:G3}; expected at most {tolerance:G1} of it.";
        }
        return null;
    }

    // Some of the pictures, the last one too, where a library may treat a remainder by itself.
    private static long[] Looked(long pictures) =>
        [.. new[] { 0, pictures / 3, pictures - 2, pictures - 1 }.Where(i => i >= 0).Distinct()];

    /// <param name="gradient">What flows back into the output; any will do that is no multiple of another.</param>
    private static (string Name, Tensor Value)[] Run(ConvUnit unit, Tensor input, Tensor weight, Func<Tensor, Tensor> gradient)
    {
        using var gradients = enable_grad();
        var (x, w) = (input.detach().requires_grad_(true), weight.detach().requires_grad_(true));
        var output = unit.Convolve(x, w);
        output.backward([gradient(output.detach())]);
        return [("the result", output.detach()), ("the input's gradient", x.grad!), ("the weights' gradient", w.grad!)];
    }
}
