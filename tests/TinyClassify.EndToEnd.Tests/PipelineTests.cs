using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TinyClassify.EndToEnd.Tests;

public class PipelineTests(PipelineRun run) : IClassFixture<PipelineRun>
{
    [SkippableFact]
    public void A_short_training_reaches_far_more_than_chance_in_integers()
    {
        var match = Regex.Match(run.Output, @"top-1 ([0-9.]+) %: ([0-9,]+) of 10,000");
        Assert.True(match.Success, run.Output);
        // Chance is 10 %, with a deviation of 0.3 points over 10,000 images.
        Assert.InRange(double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), 25, 100);
    }

    [SkippableFact]
    public void Every_stage_leaves_a_report_and_the_pruned_network_is_as_small_as_asked()
    {
        _ = run.Output;
        var macs = new Dictionary<string, long>();
        foreach (var stage in new[] { "train", "refine", "prune", "quantize" })
        {
            var report = JsonNode.Parse(File.ReadAllText(Path.Combine(run.Root, stage, "report.json")))!;
            Assert.Equal(stage, (string?)report["stage"]);
            Assert.False(File.Exists(Path.Combine(run.Root, stage, "resume.safetensors")));
            macs[stage] = (long)report["macs"]!;
        }
        Assert.InRange(macs["prune"], macs["train"] * (1 - 0.4004) * 0.995, macs["train"] * (1 - 0.4004));
        Assert.Equal(macs["train"], macs["refine"]);
        Assert.Equal(macs["prune"], macs["quantize"]);
    }

    [SkippableFact]
    public void The_files_integers_agree_with_the_simulation_that_was_trained()
    {
        var match = Regex.Match(run.Output,
            @"largest difference of a logit ([0-9]+) steps \(single rounding, ([0-9.]+) % equal\)");
        Assert.True(match.Success, run.Output);
        Assert.InRange(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), 0, 1);
        Assert.InRange(double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture), 99, 100);
    }

    [SkippableFact]
    public void The_report_is_one_page_that_stands_alone()
    {
        _ = run.Output;
        var page = File.ReadAllText(Path.Combine(run.Root, "report.html"));
        Assert.Contains("Confusion matrix", page);
        Assert.DoesNotContain("http", page.Replace("http://www.w3.org", ""));
        Assert.Equal(24, Regex.Count(page, "data:image/png;base64,"));
    }

    [SkippableFact]
    public void The_C_array_holds_the_bytes_that_xxd_prints()
    {
        var folder = Path.GetDirectoryName(run.Model)!;
        Assert.Contains("#define CLASSIFIER_TFLITE_CLASSES 10", File.ReadAllText(Path.Combine(folder, "classifier.tflite.h")));
        Process xxd;
        try
        {
            xxd = Process.Start(new ProcessStartInfo("xxd", ["-i", "classifier.tflite"])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true
            })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new SkipException("xxd is not installed");
        }
        using (xxd)
            Assert.Equal(Numbers(xxd.StandardOutput.ReadToEnd()),
                Numbers(File.ReadAllText(Path.Combine(folder, "classifier.tflite.c"))));

        static string Numbers(string source) => source[source.IndexOf("[] = {", StringComparison.Ordinal)..]
            .Replace("const ", "");
    }

    [SkippableFact]
    public void A_finished_run_is_not_done_again()
    {
        _ = run.Output;
        var weights = Path.Combine(run.Root, "train", "weights.safetensors");
        var written = File.GetLastWriteTimeUtc(weights);
        var again = Tool.Trainer("train", "--recipe", QuickRecipe.Write(run.Root, trainEpochs: 3), "--images", "4000", "--out",
            run.Root).Succeeded();
        Assert.Contains("finished already", again.Output);
        Assert.Equal(written, File.GetLastWriteTimeUtc(weights));
    }

    [SkippableFact]
    public void The_virtual_board_gives_the_scores_that_evaluate_gives()
    {
        var model = run.Model; // Skips where there are no data, before anything would fetch them.
        var card = Path.Combine(run.Root, "card");
        Tool.Trainer("dataset", "card", "--count", "10", "--seed", "5", "--out", card).Succeeded();
        var expected = Path.Combine(run.Root, "evaluate.json");
        Tool.Trainer("evaluate", model, "--card", card, "--json", expected).Succeeded();
        var board = Path.Combine(run.Root, "board.json");
        Tool.VirtualBoard("demo", "--card", card, "--model", model, "--out", Path.Combine(run.Root, "lcd"), "--json", board)
            .Succeeded();

        Assert.Equal(PictureScores.Read(expected), PictureScores.Read(board));
        Assert.Equal(10, PictureScores.Read(board).Count);
    }
}
