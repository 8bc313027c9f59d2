using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Quantization;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Evaluation;

/// <summary>How much quantisation disturbs each layer's output.</summary>
/// <param name="Name">As in the exported file, e.g. "block3/depthwise".</param>
/// <param name="SignalToNoise">Decibels: 10 log10 of the output's power over the power of the error, errors of earlier layers
/// included.</param>
public sealed record LayerNoise(string Name, double SignalToNoise)
{
    /// <summary>Compares the int8 simulation with the same folded weights in float, layer by layer.</summary>
    /// <param name="network">On the CPU, in evaluation mode.</param>
    public static IReadOnlyList<LayerNoise> Measure(QuantizedMobileNetV2 network, ImageSet images, int count)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        network.eval();
        var walk = new Walk(network);
        var exact = new BatchSource(images.Draw(count, seed: 1), seed: 0, CPU).Plain(0, count).Inputs;
        network.Spec.Apply(walk, new(exact, exact, QuantizationStep.Input));
        return walk.Layers;
    }

    private static double Ratio(Tensor exact, Tensor rounded)
    {
        var signal = exact.pow(2).mean().item<float>();
        var noise = (exact - rounded).pow(2).mean().item<float>();
        return 10 * Math.Log10(signal / Math.Max(noise, float.Epsilon));
    }

    /// <param name="Exact">What float weights and activations give.</param>
    /// <param name="Rounded">What the simulation gives, on the grid <paramref name="Step"/>.</param>
    private readonly record struct State(Tensor Exact, Tensor Rounded, QuantizationStep Step);

    // Looks at convolutions and sums: pooling and classifier come after the last of them.
    private sealed class Walk(QuantizedMobileNetV2 network) : INetworkVisitor<State>
    {
        public List<LayerNoise> Layers { get; } = [];

        public State Convolve(ConvolutionSpec layer, State input)
        {
            var unit = network.Unit(layer.Name);
            var exact = SamePadding.Convolve(input.Exact, unit.Weight, unit.Bias, unit.Kernel, unit.Stride, unit.Groups);
            if (unit.HasActivation)
                exact = nn.functional.relu6(exact);
            var (rounded, step) = unit.Forward(input.Rounded, input.Step);
            return Noted(layer.Name, new(exact, rounded, step));
        }

        public State Add(string name, State left, State right)
        {
            var range = network.Sum(name);
            return Noted(name, new(left.Exact + right.Exact, range.forward(left.Rounded + right.Rounded), range.Step));
        }

        public State AveragePool(State input) => input;

        public State Connect(string name, int inputs, int outputs, State input) => input;

        private State Noted(string name, State state)
        {
            Layers.Add(new(name, Ratio(state.Exact, state.Rounded)));
            return state;
        }
    }
}
