using System.CommandLine;

namespace TinyClassify.VirtualBoard.Demo;

/// <summary>The verb `demo`.</summary>
public static class DemoCommand
{
    /// <summary>Describes it to the command line.</summary>
    public static Command Create()
    {
        var card = new Option<string>("--card")
        {
            Description = "Folder of pictures (.jpg, .jpeg, .png, .bmp; folders inside are searched). A file or folder that is "
                + "named after a class, such as cat_0012.jpg or cat/1.jpg, tells the true class.",
            DefaultValueFactory = _ => RepositoryPaths.Card,
            HelpName = "DIR",
        };
        var output = new Option<string>("--out")
        {
            Description = "Folder that receives one PNG for each screen.",
            DefaultValueFactory = _ => Path.Combine("out", "lcd"),
            HelpName = "DIR",
        };
        var model = new Option<string>("--model")
        {
            Description = "int8 .tflite file to use as the firmware's model.",
            DefaultValueFactory = _ => RepositoryPaths.Model,
            HelpName = "FILE",
        };
        var results = new Option<bool>("--results")
        {
            Description = "Let the application append to results.csv in the card's folder, as it does on a board.",
        };
        var json = new Option<string?>("--json")
        {
            Description = "Writes file, top classes, scores and probabilities of each picture to this file too.",
            HelpName = "FILE",
        };
        var relay = new Option<string?>("--relay")
        {
            Description = "Hangs the sample of a relay on pin D7 (device/samples/Relay), which switches on when it sees this "
                + "class; a picture's line says so.",
            HelpName = "CLASS",
        };
        var command = new Command(
            "demo",
            "Presses the blue button through all pictures of a card, prints a line for each and saves the screens.\n\n"
            + "Exit codes: 0 all pictures were classified, 1 some could not be (each has its line), 2 it could not be done "
            + "(wrong "
            + "arguments, a folder or file that is missing or cannot be read or written, a model that does not open), 3 the card "
            + "holds no pictures.")
        {
            card, output, model, results, json, relay,
        };
        command.SetAction(parsed => DemoRun.Run(
            new DemoOptions(
                parsed.GetRequiredValue(card),
                parsed.GetRequiredValue(output),
                parsed.GetRequiredValue(model),
                parsed.GetValue(results),
                parsed.GetValue(json),
                parsed.GetValue(relay)),
            Console.Out,
            Console.Error));
        return command;
    }
}
