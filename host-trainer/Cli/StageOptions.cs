using System.CommandLine;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Libtorch;
using TinyClassify.Trainer.Training;
using TorchSharp;

namespace TinyClassify.Trainer.Cli;

/// <summary>Options that all training stages share, and what becomes of them.</summary>
internal sealed class StageOptions
{
    private readonly Option<DirectoryInfo> _out = new("--out")
    {
        Description = "Folder of the run; each stage has a folder of its own in it.",
        HelpName = "DIR",
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("runs", "cifar10")),
    };

    private readonly Option<string?> _data = CommonOptions.Data();

    private readonly Option<FileInfo> _recipe = new("--recipe")
    {
        Description = "JSON file with every hyperparameter (default: the CIFAR-10 recipe that comes with the program).",
        HelpName = "FILE",
    };

    private readonly Option<ulong?> _seed = new("--seed") { Description = "Overrides the recipe's seed.", HelpName = "N" };

    private readonly Option<int?> _images = new("--images")
    {
        Description = "Trains on only so many images, for a quick try (default: all).",
        HelpName = "N",
    };

    private readonly Option<int> _threads = new("--threads") { Description = "CPU threads; 0 takes one a core.", HelpName = "N" };

    private readonly Option<string> _device = new("--device") { Description = "Where to compute.", DefaultValueFactory = _ => "cpu" };

    private readonly Option<string> _precision = new("--precision")
    {
        Description = "Number format of activations while training; auto takes bfloat16 where the CPU multiplies it natively.",
        DefaultValueFactory = _ => Precision.Automatic,
    };

    private readonly Option<bool> _restart = new("--restart") { Description = "Discards what an earlier run of this stage left." };

    private readonly Option<int> _saveEvery = new("--save-every")
    {
        Description = "Seconds between saved states: the work that a kill may cost.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 30,
    };

    public StageOptions()
    {
        _device.AcceptOnlyFromAmong("cpu", "cuda");
        _precision.AcceptOnlyFromAmong(Precision.Automatic, Precision.Single, Precision.Half);
        RequireRange(_threads, 0, 1024);
        RequireRange(_saveEvery, 0, 86_400);
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _out, _data, _recipe, _seed, _images, _threads, _device, _precision, _saveEvery, _restart })
            command.Options.Add(option);
    }

    public StageFolder Folder(ParseResult parsed, string stage) => new(Path.Combine(parsed.GetValue(_out)!.FullName, stage));

    public string RunFolder(ParseResult parsed) => parsed.GetValue(_out)!.FullName;

    public int Threads(ParseResult parsed) => parsed.GetValue(_threads);

    public Recipe LoadRecipe(ParseResult parsed)
    {
        var recipe = Recipe.Load(parsed.GetValue(_recipe)?.FullName ?? Recipe.DefaultPath);
        return parsed.GetValue(_seed) is { } seed ? recipe with { Seed = seed } : recipe;
    }

    /// <summary>Makes way for a run: removes what is there under --restart, and reports a stage that is finished.</summary>
    /// <returns>False when there is nothing left to do.</returns>
    public bool Begin(ParseResult parsed, StageFolder folder, string stage)
    {
        if (parsed.GetValue(_restart))
        {
            File.Delete(folder.ReportFile);
            File.Delete(folder.ResumeFile);
        }
        if (!folder.IsFinished)
            return true;
        var report = folder.LoadReport();
        Console.WriteLine($"{stage}: finished already in {folder.Root} (validation {100 * report.ValidationAccuracy:F2} %, "
            + $"test {100 * report.TestAccuracy:F2} %); --restart does it again");
        return false;
    }

    public Task<IPictureSource> SourceAsync(ParseResult parsed, CancellationToken cancel) =>
        PictureSources.ResolveAsync(parsed.GetValue(_data), Console.WriteLine, cancel);

    public async Task<StageContext> PrepareAsync(ParseResult parsed, CancellationToken cancel)
    {
        var recipe = LoadRecipe(parsed);
        var source = await SourceAsync(parsed, cancel);

        TorchRuntime.Prepare(Threads(parsed));
        var device = Device(parsed.GetValue(_device)!);
        var (training, validation) = Divide(source.LoadTraining(recipe.Network.InputSize), recipe);
        if (parsed.GetValue(_images) is { } images)
        {
            if (images < 1 || images > training.Count)
                throw new InvalidDataException($"--images is {images}; expected 1 to {training.Count}.");
            training = training.Select(Enumerable.Range(0, images).ToArray());
        }
        return new StageContext
        {
            Recipe = recipe,
            Training = new BatchSource(training, recipe.Seed, device),
            Validation = new BatchSource(validation, recipe.Seed, device),
            Test = new BatchSource(source.LoadTest(recipe.Network.InputSize), recipe.Seed, device),
            Device = device,
            Precision = Precision.Resolve(parsed.GetValue(_precision)!, device),
            Command = "tinyclassify " + string.Join(' ', Environment.GetCommandLineArgs().Skip(1)),
            SaveInterval = TimeSpan.FromSeconds(parsed.GetValue(_saveEvery)),
            Progress = ProgressDisplay.ForConsole(),
            Say = Console.WriteLine,
        };
    }

    /// <summary>Keeps the recipe's number of images back for validation, but never more than a tenth.</summary>
    public static (ImageSet Training, ImageSet Validation) Divide(ImageSet images, Recipe recipe) =>
        images.Split(Math.Clamp(recipe.ValidationImages, 1, Math.Max(1, images.Count / 10)), recipe.Seed);

    private static void RequireRange(Option<int> option, int lowest, int highest) => option.Validators.Add(result =>
    {
        // A value that is no number is reported by the parser itself, after the validators have run.
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value) && (value < lowest || value > highest))
            result.AddError($"{option.Name} is {value}; expected {lowest} to {highest}.");
    });

    private static torch.Device Device(string name)
    {
        if (name == "cpu")
            return torch.CPU;
        if (!torch.cuda.is_available())
            throw new UnavailableDeviceException(
                "--device cuda: libtorch finds no CUDA device. It needs an NVIDIA driver and a libtorch-cuda package of the same version "
                + "in place of libtorch-cpu; --device cpu works everywhere.");
        return torch.CUDA;
    }
}
