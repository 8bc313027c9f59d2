using System.Globalization;
using TinyClassify.Runtime;

namespace TinyClassify.Tflite;

/// <summary>A model as C: the array for flash, and a header with what a program must know at compile time.</summary>
public static class ModelCArray
{
    /// <summary>Writes `path` and, beside it, the header: the same name with .h instead of its extension.</summary>
    /// <param name="fileName">The model file's name, which becomes the array's.</param>
    /// <returns>The header's path.</returns>
    public static string Save(string path, byte[] model, string fileName)
    {
        string header = Path.ChangeExtension(path, ".h");
        AtomicFile.Write(header, Header(model, fileName));
        AtomicFile.Write(path, CArrayWriter.Write(model, fileName));
        return header;
    }

    /// <summary>Declarations and macros: size of the file, memory for tc_open, input and classes. Of a file that the engine does
    /// not open it has the size alone, and the reason.</summary>
    public static string Header(ReadOnlySpan<byte> model, string fileName)
    {
        string name = CArrayWriter.Identifier(fileName);
        string macro = name.ToUpperInvariant();
        return $"""
            // Written by `tinyclassify c-array {fileName}`.
            #ifndef {macro}_H
            #define {macro}_H

            #ifdef __cplusplus
            extern "C" {"{"}
            #endif
            extern const unsigned char {name}[];
            extern const unsigned int {name}_len;
            #ifdef __cplusplus
            {"}"}
            #endif

            #define {macro}_BYTES {Number(model.Length)}
            {Facts(model, macro)}
            #endif

            """.ReplaceLineEndings("\n");
    }

    private static string Facts(ReadOnlySpan<byte> model, string macro)
    {
        try
        {
            using ClassifierModel opened = ClassifierModel.Open(model, kernels: KernelSet.CortexM7);
            int plain = ClassifierModel.Measure(model, kernels: KernelSet.Plain).MemoryBytes;
            int dsp = opened.Requirements.MemoryBytes;
            return $"""
                // What tc_open takes at most on a microcontroller. It was measured with 64-bit pointers: with 32 bits it is less, and
                // tc_measure tells how much exactly. On a PC, which has kernels of its own, ask tc_measure.
                #ifdef __ARM_FEATURE_DSP
                #define {macro}_MEMORY_BYTES {Number(dsp)}
                #else
                #define {macro}_MEMORY_BYTES {Number(Math.Max(dsp, plain))}
                #endif
                #define {macro}_INPUT_HEIGHT {Number(opened.InputHeight)}
                #define {macro}_INPUT_WIDTH {Number(opened.InputWidth)}
                #define {macro}_INPUT_CHANNELS {Number(opened.InputChannels)}
                #define {macro}_CLASSES {Number(opened.ClassCount)}

                """;
        }
        catch (TinyClassifyException refusal)
        {
            return $"// The engine does not open it: {refusal.Message.ReplaceLineEndings(" ")}\n";
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
