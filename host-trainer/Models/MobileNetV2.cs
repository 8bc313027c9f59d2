using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Models;

/// <summary>A MobileNetV2 for small pictures, built from its <see cref="NetworkSpec"/>.</summary>
public sealed class MobileNetV2 : LayeredNetwork
{
    private readonly LayerModules _layers;

    public MobileNetV2(NetworkSpec spec)
        : base("mobilenetv2")
    {
        spec.Validate();
        Spec = spec;
        _layers = new LayerModules(this);
        spec.Apply(new Builder(_layers), default);
        nn.init.normal_(Classifier.weight, 0, 0.01);
        nn.init.zeros_(Classifier.bias!);
    }

    public NetworkSpec Spec { get; }

    public override int InputSize => Spec.InputSize;

    public Linear Classifier => _layers.Get<Linear>(NetworkSpec.Classifier);

    /// <param name="name">Of a convolution, e.g. "block3/depthwise".</param>
    public ConvUnit Unit(string name) => _layers.Get<ConvUnit>(name);

    public override T Apply<T>(ILayers<T> layers, T input) => Spec.Apply(new Walk<T>(this, layers), input);

    private sealed class Builder(LayerModules layers) : INetworkVisitor<ValueTuple>
    {
        public ValueTuple Convolve(ConvolutionSpec layer, ValueTuple input)
        {
            layers.Add(layer.Name, new ConvUnit(layer with { Name = layer.Name[(layer.Name.IndexOf('/') + 1)..] }));
            return default;
        }

        public ValueTuple Add(string name, ValueTuple left, ValueTuple right) => default;

        public ValueTuple AveragePool(ValueTuple input) => default;

        public ValueTuple Connect(string name, int inputs, int outputs, ValueTuple input)
        {
            layers.Add(name, nn.Linear(inputs, outputs));
            return default;
        }
    }

    private sealed class Walk<T>(MobileNetV2 network, ILayers<T> layers) : INetworkVisitor<T>
    {
        public T Convolve(ConvolutionSpec layer, T input) => layers.Convolve(network.Unit(layer.Name), input);

        public T Add(string name, T left, T right) => layers.Add(left, right);

        public T AveragePool(T input) => layers.AveragePool(input);

        public T Connect(string name, int inputs, int outputs, T input) => layers.Connect(network.Classifier, input);
    }
}
