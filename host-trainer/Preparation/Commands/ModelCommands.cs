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
        var html = new Option<FileInfo?>("--html")
        {
            Description =
            "Write one page: time by operator, memory over time, the weights' ranges, and the table."
        };
        var command = new Command("inspect", "Show a .tflite file's operators, shapes, quantisation, cost, memory and runtimes.")
        {
            file, svg, html,
        };
        command.SetAction(parsed =>
        {
            byte[] contents = File.ReadAllBytes(parsed.GetValue(file)!.FullName);
            var inspection = ModelInspection.Of(TfliteReader.Read(contents));
            TextWriter output = parsed.InvocationConfiguration.Output;
            output.Write(TextReport.Write(inspection));
            output.Write(EngineVerdict.Of(contents));
            if (parsed.GetValue(svg) is FileInfo drawing)
                Save(output, drawing, SvgReport.Write(inspection));
            if (parsed.GetValue(html) is FileInfo page)
                Save(output, page, HtmlReport.Write(inspection,
                    InstructionCount.Beside(parsed.GetValue(file)!.FullName, contents)));
        });
        return command;
    }

    /// <summary>`c-array FILE [--out FILE] [--xxd]`: the file's bytes as C source for flash, with a header of its sizes beside
    /// it; or exactly what `xxd -i` prints.</summary>
    public static Command CArray()
    {
        var file = new Argument<FileInfo>("file") { Description = "The file to write as C; its name becomes the array's." };
        var output = new Option<FileInfo?>("--out")
        {
            Description = "Where to write the source; the header goes beside it, named .h. The terminal, without a header, if "
                + "left out.",
        };
        var xxd = new Option<bool>("--xxd")
        {
            Description =
            "Exactly the text of `xxd -i`: not const, so it takes RAM; no header."
        };
        var command = new Command("c-array", "Write a model's bytes as a C array for flash, and its sizes as a header.") { file,
            output, xxd };
        command.SetAction(parsed =>
        {
            FileInfo source = parsed.GetValue(file)!;
            byte[] data = File.ReadAllBytes(source.FullName);
            TextWriter terminal = parsed.InvocationConfiguration.Output;
            string Text() => parsed.GetValue(xxd) ? CArrayWriter.WriteXxd(data, source.Name)
                : CArrayWriter.Write(data, source.Name);
            if (parsed.GetValue(output) is not FileInfo target)
            {
                terminal.Write(Text());
            }
            else if (parsed.GetValue(xxd))
            {
                Save(terminal, target, Text());
            }
            else if (target.Extension.Equals(".h", StringComparison.OrdinalIgnoreCase))
            {
                throw new InvalidDataException($"--out is {target.Name}, the name of the header; expected the source's, e.g. "
                    + Path.ChangeExtension(target.Name, ".c"));
            }
            else
            {
                string header = ModelCArray.Save(target.FullName, data, source.Name);
                terminal.WriteLine($"wrote     {target.FullName}");
                terminal.WriteLine($"wrote     {header}");
            }
        });
        return command;
    }

    /// <summary>`prepare FILE.tflite --out DIR [--labels FILE] [--inputs FILE --outputs FILE]`: checks that the engine runs
    /// somebody else's int8 model, adds labels and metadata, writes C array and model card. Exit code 0, or 1 with the
    /// reason.</summary>
    /// <param name="measure">Measures a model file (first) on a data folder (second) for `--data DIR`; null leaves that option
    /// out.</param>
    public static Command Prepare(Func<string, string, ModelAccuracy>? measure = null) => new PrepareCommand(measure).Create();

    private static void Save(TextWriter output, FileInfo target, string contents)
    {
        AtomicFile.Write(target.FullName, contents);
        output.WriteLine($"wrote     {target.FullName}");
    }
}
