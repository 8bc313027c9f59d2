using TinyClassify.Tflite;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Recipes;

namespace TinyClassify.Trainer.Sweeps;

/// <summary>One run of a sweep: independent of the others, and to be resumed by itself.</summary>
/// <param name="Index">From 0, as array jobs count.</param>
/// <param name="Name">What is changed, e.g. "criterion-l1_seed-2": the run folder's name.</param>
/// <param name="Folder">Run folder.</param>
/// <param name="Recipe">The whole recipe, canonical.</param>
public sealed record SweepJob(int Index, string Name, string Folder, string Recipe)
{
    public string? Parent { get; init; }

    public string? Init { get; init; }

    public string? Teacher { get; init; }

    public int? Images { get; init; }

    public string Until { get; init; } = RunStages.Convert;

    public string RecipeFile => Path.Combine(Folder, "recipe.json");

    /// <summary>What the run starts from, beside the recipe, one option a line.</summary>
    private string OriginFile => Path.Combine(Folder, "origin.txt");

    private string Origin => $"--parent {Parent}\n--init {Init}\n--teacher {Teacher}\n--images {Images}\n";

    /// <summary>Whether its last stage is done, with this very recipe, from this very start.</summary>
    /// <exception cref="InvalidDataException">The folder holds a run of another recipe or start.</exception>
    public bool IsFinished
    {
        get
        {
            RequireSameRun();
            return File.Exists(RunStages.DoneFile(Folder, Until));
        }
    }

    /// <summary>Writes the recipe into the run folder.</summary>
    /// <returns>The command line of `tinyclassify` that makes the run, without options of the machine it is made on.</returns>
    /// <exception cref="InvalidDataException">The folder holds a run of another recipe or start.</exception>
    public IReadOnlyList<string> Prepare()
    {
        RequireSameRun();
        AtomicFile.Write(RecipeFile, Recipe);
        AtomicFile.Write(OriginFile, Origin);
        return
        [
            "run", "--out", Folder, "--recipe", RecipeFile, "--until", Until,
            .. Parent is null ? (string[])[] : ["--parent", Parent],
            .. Init is null ? (string[])[] : ["--init", Init],
            .. Teacher is null ? (string[])[] : ["--teacher", Teacher],
            .. Images is null ? (string[])[] : ["--images", $"{Images}"],
        ];
    }

    private void RequireSameRun()
    {
        if (File.Exists(OriginFile) && File.ReadAllText(OriginFile) != Origin)
            throw new InvalidDataException(
                $"{Folder} holds a run with another parent, init, teacher or number of images: the sweep was changed since. "
                + "Give the sweep another out, or delete that folder.");
        if (File.Exists(RecipeFile) && File.ReadAllText(RecipeFile) != Recipe)
            throw new InvalidDataException(
                $"{Folder} holds a run of another recipe: the sweep or its base recipe was changed since. Give the sweep "
                + "another out, or delete that folder.");
    }
}
