namespace TinyClassify.Trainer.Models;

/// <summary>One inverted residual bottleneck: 1x1 expansion, 3x3 depthwise, 1x1 linear projection.</summary>
/// <param name="HasExpansion">False where the depthwise convolution works on the block's input directly.</param>
/// <param name="ExpandedChannels">Channels of the depthwise convolution.</param>
/// <param name="OutputChannels">Channels of the projection.</param>
/// <param name="Stride">Of the depthwise convolution: 1 or 2.</param>
/// <param name="HasResidual">The block's input is added to the projection.</param>
/// <remarks>Source: Sandler et al. 2018, arXiv:1801.04381, section 3.</remarks>
public sealed record BlockSpec(bool HasExpansion, int ExpandedChannels, int OutputChannels, int Stride, bool HasResidual);
