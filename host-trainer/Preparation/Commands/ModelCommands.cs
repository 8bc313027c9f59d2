using System.CommandLine;
using TinyClassify.Tflite;

namespace TinyClassify.Preparation;

/// <summary>The verbs of this stage, for the command `tinyclassify` to add to its root.</summary>
public static class ModelCommands
{
    /// <summary>`inspect FILE.tflite [--svg FILE] [--html FILE]`: what a model costs and who runs it. Exit code 0, or 1 for a
    /// file that is missing or damaged.</summary>
    public static Command Inspect()
    {
        var file = new Argument<FileInfo>("file") { Description = "Any .tflite file, int8 or not." };
        var svg = new Option<FileInfo?>("--svg") { Description = "Write a drawing of the graph with memory over time." };
        var html = new Option<FileInfo?>("--html") { Description = "Write one page with the drawing and the table." };
        var command = new Command("inspect", "Show a .tflite file's operators, shapes, quantisation, cost, memory and runtimes.")
        {
            file, svg, html,
        };
        command.SetAction(parsed => CommandGuard.Run(parsed, () =>
        {
            byte[] contents = File.ReadAllBytes(parsed.GetValue(file)!.FullName);
            var inspection = ModelInspection.Of(TfliteReader.Read(contents));
            TextWriter output = parsed.InvocationConfiguration.Output;
            output.Write(TextReport.Write(inspection));
            output.Write(EngineVerdict.Of(contents));
            if (parsed.GetValue(svg) is FileInfo drawing)
                Save(output, drawing, SvgReport.Write(inspection));
            if (parsed.GetValue(html) is FileInfo page)
                Save(output, page, HtmlReport.Write(inspection));
        }));
        return command;
    }

    /// <summary>`c-array FILE [--out FILE] [--aligned]`: the file's bytes as C source, as `xxd -i` prints them.</summary>
    public static Command CArray()
    {
        var file = new Argument<FileInfo>("file") { Description = "The file to write as C; its name becomes the array's." };
        var output = new Option<FileInfo?>("--out") { Description = "Where to write; the terminal if left out." };
        var aligned = new Option<bool>("--aligned")
        {
            Description = "Const and 16-byte aligned, for use in flash; otherwise exactly xxd's text.",
        };
        var command = new Command("c-array", "Write a file's bytes as a C array, as `xxd -i` does.") { file, output, aligned };
        command.SetAction(parsed => CommandGuard.Run(parsed, () =>
        {
            FileInfo source = parsed.GetValue(file)!;
            byte[] data = File.ReadAllBytes(source.FullName);
            string text = parsed.GetValue(aligned)
                ? CArrayWriter.WriteAligned(data, source.Name)
                : CArrayWriter.Write(data, source.Name);
            if (parsed.GetValue(output) is FileInfo target)
                Save(parsed.InvocationConfiguration.Output, target, text);
            else
                parsed.InvocationConfiguration.Output.Write(text);
        }));
        return command;
    }

    /// <summary>`prepare FILE.tflite --out DIR [--labels FILE] [--inputs FILE --outputs FILE]`: checks that the engine runs somebody
    /// else's int8 model, adds labels and metadata, writes C array and model card. Exit code 0, or 1 with the reason.</summary>
    /// <param name="measure">Measures a model file (first) on a data folder (second) for `--data DIR`; null leaves that option
    /// out.</param>
    public static Command Prepare(Func<string, string, ModelAccuracy>? measure = null) => new PrepareCommand(measure).Create();

    private static void Save(TextWriter output, FileInfo target, string contents)
    {
        AtomicFile.Write(target.FullName, contents);
        output.WriteLine($"wrote     {target.FullName}");
    }
}
