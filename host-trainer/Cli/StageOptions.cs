using System.CommandLine;
using TinyClassify.Tflite;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Libtorch;
using TinyClassify.Trainer.Recipes;
using TinyClassify.Trainer.Training;

namespace TinyClassify.Trainer.Cli;

/// <summary>Options that all training stages share, and what becomes of them.</summary>
internal sealed class StageOptions
{
    private readonly Option<DirectoryInfo?> _out = new("--out")
    {
        Description = "Folder of the run; each stage has a folder of its own in it (default: runs/ and the name of the pictures' "
            + "folder, or cifar10).",
        HelpName = "DIR",
    };

    private readonly Option<FileInfo> _recipe = new("--recipe")
    {
        Description = "JSON file with every hyperparameter (default: the run's own recipe.json; else the one that comes with the "
            + "program for CIFAR-10, "
            + "or for one's own pictures, by their number).",
        HelpName = "FILE",
    };

    private readonly Option<ulong?> _seed = new("--seed") { Description = "Overrides the recipe's seed.", HelpName = "N" };

    private readonly Option<int?> _images = new("--images")
    {
        Description = "Trains on only so many images, drawn evenly from all classes, for a quick try (default: all).",
        HelpName = "N",
    };

    private readonly Option<string?> _teacher = new("--teacher")
    {
        Description = "Run (its folder) whose network teaches, in every stage that has a distillationWeight (default: the "
            + "run's own teacher, if the "
            + "recipe has one; else each stage learns from the network before it).",
        HelpName = "DIR|NAME",
    };

    private readonly Option<bool> _restart =
        new("--restart") { Description = "Discards what an earlier run of this stage left." };

    private readonly MachineOptions _machine = new();

    private Task<IPictureSource>? _source;
    private Recipe? _chosen;

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _out, _recipe, _seed, _images, _teacher, _restart })
            command.Options.Add(option);
        _machine.AddTo(command);
    }

    public StageFolder Folder(ParseResult parsed, string stage) => new(Path.Combine(RunFolder(parsed), stage));

    public string RunFolder(ParseResult parsed) => parsed.GetValue(_out)?.FullName
        ?? Path.GetFullPath(Path.Combine("runs", PictureSources.NameOf(_machine.Data(parsed))));

    public int Threads(ParseResult parsed) => _machine.Threads(parsed);

    public Recipe LoadRecipe(ParseResult parsed)
    {
        var recipe = parsed.GetValue(_recipe) is { } named ? Recipe.Load(named.FullName)
            : File.Exists(RunRecipe(parsed)) ? Recipe.Load(RunRecipe(parsed))
            : _chosen ?? Recipe.Load(Recipe.DefaultPath);
        return parsed.GetValue(_seed) is { } seed ? recipe with { Seed = seed } : recipe;
    }

    /// <summary>Takes a recipe for one's own pictures where none is named, and says which; the stages that follow find it in the
    /// run folder.</summary>
    public async Task ChooseRecipeAsync(ParseResult parsed, CancellationToken cancel)
    {
        if (parsed.GetValue(_recipe) is not null)
            return;
        if (File.Exists(RunRecipe(parsed)))
            Console.WriteLine($"recipe: {RunRecipe(parsed)}, as this run began");
        else if (await SourceAsync(parsed, cancel) is FolderSource pictures)
        {
            var count = Math.Min(pictures.Count, parsed.GetValue(_images) ?? int.MaxValue);
            _chosen = OwnPictures.RecipeFor(count);
            Console.WriteLine($"recipe: the one for one's own pictures, {_chosen.Train.Epochs:F0}, "
                + $"{_chosen.Prune.FineTune.Epochs:F0} and "
                + $"{_chosen.Quantize.FineTune.Epochs:F0} epochs for {count:N0} pictures of {pictures.ClassNames.Count} classes; "
                + $"it is left in {RunRecipe(parsed)}");
        }
    }

    /// <returns>Weights to start from: those asked for, else for one's own pictures those that ship, where the recipe's network
    /// is theirs.</returns>
    public async Task<string?> ChooseWeightsAsync(ParseResult parsed, string? asked, CancellationToken cancel)
    {
        if (asked == OwnPictures.RandomWeights)
            return null;
        if (asked is not null || await SourceAsync(parsed, cancel) is not FolderSource)
            return asked;
        var found = OwnPictures.WeightsFor(LoadRecipe(parsed));
        Console.WriteLine(found is null
            ? "weights to start from: random ones, since none that come with the program fit the recipe's network"
            : $"weights to start from: {found}, which come with the program (--init {OwnPictures.RandomWeights} for random "
                + "ones)");
        return found;
    }

    /// <summary>Tells how long the stages will take that are not finished yet.</summary>
    public async Task EstimateAsync(ParseResult parsed, IReadOnlyList<string> stages, CancellationToken cancel)
    {
        var open = stages.Where(s => s != RunStages.Convert && !Folder(parsed, s).IsFinished).ToArray();
        if (open.Length > 0)
            Console.WriteLine(TimeEstimate.Describe(TimeEstimate.Of(await PrepareAsync(parsed, cancel), open)));
    }

    /// <summary>Has the run folder for this command alone while <paramref name="work"/> runs; leaves none behind that stays
    /// empty.</summary>
    public async Task<int> InRunFolder(ParseResult parsed, Func<Task<int>> work)
    {
        using var held = RunLock.Take(RunFolder(parsed));
        return await work();
    }

    /// <summary>Makes way for a run: removes what is there under --restart, and reports a stage that is finished.</summary>
    /// <param name="parent">As <see cref="StageReport.Parent"/>.</param>
    /// <returns>False when there is nothing left to do.</returns>
    /// <exception cref="InvalidDataException">What is finished is not what is asked for; the message says in what it
    /// differs.</exception>
    public async Task<bool> BeginAsync(
        ParseResult parsed, StageFolder folder, string stage, string parent, CancellationToken cancel)
    {
        if (parsed.GetValue(_restart))
            folder.Reopen();
        if (!folder.IsFinished)
            return true;
        var report = folder.LoadReport();
        var teacher = stage == RunStages.Teacher ? null : Teacher(parsed, LoadRecipe(parsed));
        var differences = StageFit.Differences(
            report, LoadRecipe(parsed), parent, teacher?.WeightsHash(), DataOf(parsed, await SourceAsync(parsed, cancel)));
        if (differences.Count > 0)
            throw new InvalidDataException($"The stage {stage} in {folder.Root} is finished, but not as it is asked for now: "
                + $"{string.Join("; ", differences)}. "
                + $"Give another --out to keep it, or do it again with `tinyclassify {stage} --restart`.");
        Console.WriteLine($"{stage}: finished already in {folder.Root} (validation {100 * report.ValidationAccuracy:F2} %, "
            + $"test {100 * report.TestAccuracy:F2} %); --restart does it again");
        return false;
    }

    /// <summary>The pictures, found once for all stages of a command.</summary>
    public Task<IPictureSource> SourceAsync(ParseResult parsed, CancellationToken cancel)
    {
        return _source ??= FindAsync();

        async Task<IPictureSource> FindAsync()
        {
            var source = await PictureSources.ResolveAsync(_machine.Data(parsed), Console.WriteLine, cancel);
            if (source is FolderSource folders)
                folders.CacheFolder = Path.Combine(RunFolder(parsed), "pictures");
            return source;
        }
    }

    public async Task<StageContext> PrepareAsync(ParseResult parsed, CancellationToken cancel)
    {
        var recipe = LoadRecipe(parsed);
        var source = await SourceAsync(parsed, cancel);

        TorchRuntime.Prepare(Threads(parsed));
        var device = _machine.Device(parsed);
        var (training, validation) = source.LoadTraining(recipe.Network.InputSize, recipe.ValidationImages, recipe.ShorterSide());
        if (recipe.TrainOnValidation)
            Console.WriteLine($"trainOnValidation: the {validation.Count:N0} images kept back are trained on, too; their "
                + "accuracy "
                + "tells nothing");
        training = recipe.TrainedOn(training, validation);
        if (parsed.GetValue(_images) is { } images)
        {
            if (images < training.ClassNames.Count || images > training.Count)
                throw new InvalidDataException(
                    $"--images is {images}; expected {training.ClassNames.Count}, one of each class, to {training.Count}.");
            training = training.Draw(images, recipe.Seed);
        }
        if (_chosen is not null)
            AtomicFile.Write(RunRecipe(parsed), _chosen.ToJson());
        return new StageContext
        {
            Recipe = recipe,
            Training = new BatchSource(training, recipe.Seed, device, recipe.Degradation),
            Validation = new BatchSource(validation, recipe.Seed, device),
            Test = new BatchSource(source.LoadTest(recipe.Network.InputSize), recipe.Seed, device),
            Teacher = Teacher(parsed, recipe),
            Device = device,
            Precision = _machine.Precision(parsed, device),
            Data = DataOf(parsed, source),
            Command = ShellCommand.Of("tinyclassify", Environment.GetCommandLineArgs().Skip(1)),
            SaveInterval = _machine.SaveInterval(parsed),
            Progress = ProgressDisplay.ForConsole(),
            Say = Console.WriteLine,
        };
    }

    private string RunRecipe(ParseResult parsed) => Path.Combine(RunFolder(parsed), "recipe.json");

    private string DataOf(ParseResult parsed, IPictureSource source) =>
        parsed.GetValue(_images) is { } images ? $"{source.Fingerprint}, {images} images" : source.Fingerprint;

    /// <summary>Whether a run begins with a teacher of its own.</summary>
    public bool TeachesItself(ParseResult parsed) => parsed.GetValue(_teacher) is null && LoadRecipe(parsed).Teacher is not null;

    private StageFolder? Teacher(ParseResult parsed, Recipe recipe)
    {
        if (parsed.GetValue(_teacher) is { } run)
            return PretrainedWeights.Find("--teacher", run, stages: [RunStages.Teacher, RunStages.Refine, RunStages.Train]);
        return recipe.Teacher is null ? null : Folder(parsed, RunStages.Teacher);
    }
}
