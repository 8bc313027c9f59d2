using System.CommandLine;
using System.Text.Json;
using TinyClassify.Tflite;
using TinyClassify.Runtime;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Evaluation;

namespace TinyClassify.Trainer.Cli;

internal static class EvaluateVerb
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create()
    {
        var model = new Argument<FileInfo>("model") { Description = "An int8 .tflite file.", HelpName = "MODEL.tflite" };
        var data = CommonOptions.Data();
        var card = new Option<DirectoryInfo?>("--card")
        {
            Description =
            "Classifies the pictures (JPEG, PNG, BMP) of this folder instead of test images.", HelpName = "DIR"
        };
        var rounding = new Option<Rounding>("--rounding")
        {
            Description =
            "Requantisation: double as TFLM and the board, single as LiteRT.", DefaultValueFactory = _ => Rounding.Double
        };
        var limit = new Option<int?>("--images")
        {
            Description = "Only N test images, drawn evenly from all classes.",
            HelpName = "N"
        };
        var json = new Option<FileInfo?>("--json") { Description = "Writes all figures to this file too.", HelpName = "FILE" };
        var command = new Command("evaluate",
            "Measures a .tflite through the C API, with the integers that the board computes: test images as they are, and "
            + "saved as JPEG files.") { model, data, card, rounding, limit, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var path = parsed.GetValue(model)!.FullName;
            if (!File.Exists(path))
                throw new FileNotFoundException($"There is no file {path}.", path);
            object result;
            var exitCode = 0;
            if (parsed.GetValue(card) is { } folder)
            {
                var pictures = CardEvaluation.OnFolder(path, folder.FullName, parsed.GetValue(rounding));
                foreach (var picture in pictures)
                    Console.WriteLine(picture.ToString());
                Console.WriteLine(CardEvaluation.Summary(pictures));
                exitCode = pictures.Any(p => p.Error is not null) ? 1 : 0;
                result = pictures;
            }
            else
            {
                var source = await PictureSources.ResolveAsync(parsed.GetValue(data), Console.WriteLine, cancel);
                var test = source.LoadTest(EngineEvaluation.InputSize(path));
                if (parsed.GetValue(limit) is { } count)
                {
                    if (count < 1 || count > test.Count)
                        throw new InvalidDataException($"--images is {count}; expected 1 to {test.Count}.");
                    test = test.Draw(count, seed: 1);
                }
                var accuracy = EngineEvaluation.OnImages(path, test, parsed.GetValue(rounding), Console.WriteLine);
                accuracy = accuracy with
                {
                    Jpeg = EngineEvaluation.OnJpegs(path, test, parsed.GetValue(rounding),
                    Console.WriteLine)
                };
                Console.WriteLine(accuracy.Table());
                Console.WriteLine(accuracy.Summary());
                result = accuracy;
            }
            if (parsed.GetValue(json) is { } file)
                AtomicFile.Write(file.FullName, JsonSerializer.Serialize(result, s_json));
            return exitCode;
        });
        return command;
    }
}
