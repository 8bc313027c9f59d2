using System.Runtime.Intrinsics.X86;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Training;

/// <summary>Number format of activations and convolution inputs while training.</summary>
public static class Precision
{
    public const string Automatic = "auto";
    public const string Single = "float32";
    public const string Half = "bfloat16";

    /// <param name="name">One of the three above; <see cref="Automatic"/> takes bfloat16 where the CPU multiplies it
    /// natively.</param>
    public static ScalarType Resolve(string name, Device device) => name switch
    {
        Half => ScalarType.BFloat16,
        Single => ScalarType.Float32,
        Automatic => device.type == DeviceType.CPU && HasNativeBFloat16() ? ScalarType.BFloat16 : ScalarType.Float32,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, $"Expected {Automatic}, {Single} or {Half}."),
    };

    public static string NameOf(ScalarType type) => type == ScalarType.BFloat16 ? Half : Single;

    // CPUID leaf 7, subleaf 1: EAX bit 5 is AVX512_BF16. .NET has no class for it.
    private static bool HasNativeBFloat16() =>
        X86Base.IsSupported && Avx512F.IsSupported && X86Base.CpuId(0, 0).Eax >= 7 && X86Base.CpuId(7, 0).Eax >= 1
        && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0;
}
