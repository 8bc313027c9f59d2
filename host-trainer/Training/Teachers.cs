using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Models;

namespace TinyClassify.Trainer.Training;

/// <summary>Brings back the network of a finished stage to teach another: a wide dense one, or a MobileNetV2.</summary>
internal static class Teachers
{
    /// <exception cref="InvalidDataException">The stage is not finished, or its network tells other classes than the pictures
    /// have.</exception>
    public static PictureNetwork Load(StageFolder source, StageContext context)
    {
        if (source.LoadReport().Stage != RunStages.Teacher)
            return FloatNetwork.Load(source, context);
        var spec = source.LoadDenseNetwork();
        FloatNetwork.RequireClasses(source, spec.Classes, context.Training.Images.ClassNames);
        var network = new DenseNetwork(spec);
        FloatNetwork.LoadWeights(network, source, context.Device);
        return network;
    }
}
