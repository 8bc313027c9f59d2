using System.CommandLine;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Recipes;

namespace TinyClassify.Trainer.Cli;

internal static class DatasetVerb
{
    public static Command Create() => new("dataset",
        "Fetches CIFAR-10, tells what a data folder holds, makes memory cards and class folders of test images.")
    {
        Download(),
        Info(),
        Card(),
        Folders(),
    };

    private static Command Download()
    {
        var folder = new Option<DirectoryInfo>("--out")
        {
            Description = "Where to put the files.",
            HelpName = "DIR",
            DefaultValueFactory = _ => new DirectoryInfo(Cifar10Folder.Default),
        };
        var command = new Command("download",
            "Downloads CIFAR-10's official binary archive (170 MB), checks and unpacks it; goes on after an interruption.")
        {
            folder,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var target = parsed.GetValue(folder)!.FullName;
            if (!Cifar10.IsComplete(target))
                await Cifar10Folder.FetchAsync(target, Console.WriteLine, cancel);
            Console.WriteLine($"CIFAR-10 is in {target}");
        });
        return command;
    }

    private static Command Info()
    {
        var data = CommonOptions.Data();
        var command = new Command("info", "Counts the images of each class.") { data };
        command.SetAction(async (parsed, cancel) =>
        {
            var source = await PictureSources.ResolveAsync(parsed.GetValue(data), Console.WriteLine, cancel);
            var (training, validation) = source.LoadTraining(Cifar10.Size, Recipe.Load(Recipe.DefaultPath).ValidationImages);
            var test = source.LoadTest(Cifar10.Size);
            Console.WriteLine($"{source.Description}: {training.Count:N0} images to train on, {validation.Count:N0} to choose "
                + $"by, {test.Count:N0} for the test");
            var width = training.ClassNames.Max(n => n.Length);
            for (var c = 0; c < training.ClassNames.Count; c++)
                Console.WriteLine("  " + training.ClassNames[c].PadRight(width)
                    + string.Concat(new[] { training, validation, test }.Select(set => $"{set.Labels.Count(l => l == c),8:N0}")));
        });
        return command;
    }

    private static Command Card()
    {
        var data = CommonOptions.Data();
        var count = new Option<int>("--count")
        {
            Description = "Pictures, spread evenly over the classes.", HelpName = "N",
            DefaultValueFactory = _ => 10
        };
        var seed = new Option<ulong>("--seed")
        {
            Description = "Which pictures are drawn.", HelpName = "N",
            DefaultValueFactory = _ => 1
        };
        var folder = new Option<DirectoryInfo>("--out")
        {
            Description = "Folder to write them to.", HelpName = "DIR",
            Required = true
        };
        var command = new Command("card",
            "Makes a memory card's folder of test images (32x32 pixels), as JPEG files named for their class.") { data, count,
            seed, folder };
        command.SetAction(async (parsed, cancel) =>
        {
            var source = await PictureSources.ResolveAsync(parsed.GetValue(data), Console.WriteLine, cancel);
            var test = source.LoadTest(Cifar10.Size);
            var target = parsed.GetValue(folder)!.FullName;
            var wanted = parsed.GetValue(count);
            if (wanted < 1 || wanted > test.Count)
                throw new InvalidDataException($"--count is {wanted}; expected 1 to {test.Count}.");
            var names = CifarCard.Write(test, wanted, parsed.GetValue(seed), target);
            Console.WriteLine($"{names.Count} pictures in {target}, {CifarCard.Format}");
        });
        return command;
    }

    private static Command Folders()
    {
        var data = CommonOptions.Data();
        var classes = new Option<string[]>("--classes")
        {
            Description = "Classes to take (default: all).", HelpName = "NAME",
            AllowMultipleArgumentsPerToken = true
        };
        var count = new Option<int>("--count")
        {
            Description = "Pictures of each class.", HelpName = "N",
            DefaultValueFactory = _ => 200
        };
        var seed = new Option<ulong>("--seed")
        {
            Description = "Which pictures are drawn.", HelpName = "N",
            DefaultValueFactory = _ => 1
        };
        var folder = new Option<DirectoryInfo>("--out")
        {
            Description = "Folder to write them to.", HelpName = "DIR",
            Required = true
        };
        var command = new Command("folders",
            "Makes a folder of JPEG files for each class out of test images: to try out training on one's own pictures.") { data,
            classes, count, seed, folder };
        command.SetAction(async (parsed, cancel) =>
        {
            var source = await PictureSources.ResolveAsync(parsed.GetValue(data), Console.WriteLine, cancel);
            var test = source.LoadTest(Cifar10.Size);
            var target = parsed.GetValue(folder)!.FullName;
            var wanted = parsed.GetValue(count);
            if (wanted < 1)
                throw new InvalidDataException($"--count is {wanted}; expected 1 or more.");
            IReadOnlyList<string> names = parsed.GetValue(classes) is { Length: > 0 } some ? some : test.ClassNames;
            CifarFolders.Write(test, names, wanted, parsed.GetValue(seed), target);
            Console.WriteLine($"{names.Count} folders of {wanted} pictures in {target}, {CifarCard.Format}");
        });
        return command;
    }
}
