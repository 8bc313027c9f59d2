using TinyClassify.Trainer.Checkpoints;

namespace TinyClassify.Trainer.Reports;

/// <summary>What the method's paper reports for CIFAR-10, to stand beside ours.</summary>
internal static class PaperFigures
{
    public const string Source =
        "Hong, Park, Kim, Image Classification on Resource-Constrained Microcontrollers (ETRI), table II. Its FLOPs are "
        + "multiply-accumulates.";

    /// <returns>Multiply-accumulates (the paper's FLOPs) and top-1 accuracy in per cent of a stage.</returns>
    public static (long Macs, double Accuracy)? Of(string stage) => stage switch
    {
        RunStages.Train or RunStages.Refine => (15_448_512, 92.26),
        RunStages.Prune => (9_262_416, 87.16),
        RunStages.Quantize or MergedRuns.File => (9_262_416, 88.49),
        _ => null,
    };
}
