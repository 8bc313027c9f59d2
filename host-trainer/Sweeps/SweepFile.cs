using System.Text.Json;
using System.Text.Json.Nodes;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Recipes;

namespace TinyClassify.Trainer.Sweeps;

/// <summary>A JSON file with comments that says which runs to make: a base recipe, what is changed in it, and seeds.</summary>
public sealed record SweepFile
{
    /// <summary>Folder that gets a run folder for each job; relative to the sweep file, as all paths here are.</summary>
    public required string Out { get; init; }

    /// <summary>Base recipe; null takes the one that ships.</summary>
    public string? Recipe { get; init; }

    /// <summary>As the option --parent of `run`: whose trained network all jobs begin with, in place of training one
    /// each.</summary>
    public string? Parent { get; init; }

    /// <summary>As the option --init of `train`: a run folder, or the name of weights that ship.</summary>
    public string? Init { get; init; }

    /// <summary>As the option --teacher of `train`.</summary>
    public string? Teacher { get; init; }

    /// <summary>As the option --images.</summary>
    public int? Images { get; init; }

    /// <summary>Last stage to run: train, prune, quantize or convert.</summary>
    public string Until { get; init; } = RunStages.Convert;

    public IReadOnlyList<ulong> Seeds { get; init; } = [];

    /// <summary>Values by dotted path into the recipe, e.g. "prune.criterion": every combination is a job.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> Grid { get; init; } =
        new Dictionary<string, IReadOnlyList<JsonElement>>();

    /// <summary>Sets of values by dotted path; each is run with every combination of the grid and every seed.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, JsonElement>> List { get; init; } = [];

    /// <returns>The jobs in a fixed order, their recipes checked.</returns>
    /// <exception cref="InvalidDataException">The file or one of the recipes that it makes is wrong; the message says
    /// where.</exception>
    public static IReadOnlyList<SweepJob> Load(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no sweep file {path}.", path);
        return StrictJson.Read<SweepFile>(File.ReadAllText(path), path, "sweep", _ => { }).Jobs(path);
    }

    private IReadOnlyList<SweepJob> Jobs(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!RunStages.All.Contains(Until))
            throw new InvalidDataException($"{path}: until is \"{Until}\"; expected {string.Join(", ", RunStages.All)}.");
        if (Parent is not null && Init is not null)
            throw new InvalidDataException(
                $"{path}: parent and init exclude each other: with a parent nothing is trained from the start.");
        var baseFile = Recipe is null ? Recipes.Recipe.DefaultPath : Path.Combine(folder, Recipe);
        var baseText = File.ReadAllText(baseFile);
        Recipes.Recipe.Parse(baseText, baseFile);
        var names = new SettingNames(Grid.Keys.Concat(List.SelectMany(l => l.Keys)));
        var jobs = new List<SweepJob>();
        foreach (var settings in Combinations())
        {
            var name = settings.Count == 0 ? "base" : string.Join('_',
                settings.Select(s => names.Of(s.Path, s.Value, s.Position)));
            var recipe = Changed(baseText, settings, $"{path}, job {name}");
            jobs.Add(new SweepJob(jobs.Count, name, Path.GetFullPath(Path.Combine(folder, Out, name)), recipe)
            {
                Parent = Weights(folder, Parent),
                Init = Weights(folder, Init),
                Teacher = Weights(folder, Teacher),
                Images = Images,
                Until = Until,
            });
        }
        if (jobs.GroupBy(j => j.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidDataException(
                $"{path}: {twice.Count()} jobs are called {twice.Key}; leave out what is there twice.");
        return jobs;
    }

    // What is no folder is a name, which the run will look up.
    private static string? Weights(string folder, string? nameOrRun) =>
        nameOrRun is not null && Directory.Exists(Path.Combine(folder, nameOrRun))
        ? Path.GetFullPath(Path.Combine(folder, nameOrRun)) : nameOrRun;

    private IEnumerable<IReadOnlyList<Setting>> Combinations()
    {
        IEnumerable<IReadOnlyList<Setting>> sets = List.Count == 0
            ? [[]]
            : List.Select((set, i) => (IReadOnlyList<Setting>)[.. set.Select(s => new Setting(s.Key, s.Value, i))]);
        foreach (var (path, values) in Grid)
            sets = Times(sets, path, values);
        return Seeds.Count == 0 ? sets : Times(sets, "seed", [.. Seeds.Select(s => JsonSerializer.SerializeToElement(s))]);
    }

    private static IEnumerable<IReadOnlyList<Setting>> Times(IEnumerable<IReadOnlyList<Setting>> sets, string path,
        IReadOnlyList<JsonElement> values) =>
        sets.SelectMany(set => values.Select((value, i) => (IReadOnlyList<Setting>)[.. set, new Setting(path, value, i)]));

    private static string Changed(string baseText, IReadOnlyList<Setting> settings, string where)
    {
        var recipe = JsonNode.Parse(baseText,
            documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!;
        foreach (var (path, value, _) in settings)
        {
            var steps = path.Split('.');
            var parent = recipe;
            foreach (var step in steps[..^1])
                parent = parent is JsonObject inner && inner[step] is { } next ? next
                    : throw new InvalidDataException($"{where}: the recipe has no {path}: nothing is called {step}.");
            if (parent is not JsonObject members)
                throw new InvalidDataException(
                    $"{where}: the recipe has no {path}: {string.Join('.', steps[..^1])} has no members.");
            members[steps[^1]] = JsonNode.Parse(value.GetRawText());
        }
        try
        {
            return Recipes.Recipe.Parse(recipe.ToJsonString(), where).ToJson();
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(where, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{where}: {e.Message}", e);
        }
    }

    private sealed record Setting(string Path, JsonElement Value, int Position);
}
