using System.CommandLine;

namespace TinyClassify.VirtualBoard.Web;

/// <summary>The verb `board`.</summary>
public static class BoardCommand
{
    /// <summary>Describes it to the command line.</summary>
    public static Command Create()
    {
        var card = new Option<string?>("--card")
        {
            Description = "Folder that is the card; uploads, deletions and results.csv change it. Without it, out/card, which "
                + "begins as a copy of the "
                + "built-in card.",
            HelpName = "DIR",
        };
        var model = new Option<string>("--model")
        {
            Description = "int8 .tflite file to use as the firmware's model.",
            DefaultValueFactory = _ => RepositoryPaths.Model,
            HelpName = "FILE",
        };
        var port = new Option<int>("--port")
        {
            Description = "Port on the loopback address; 0 takes a free one.",
            DefaultValueFactory = _ => 7460,
            HelpName = "N",
        };
        port.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value) && value is < 0 or > 65535)
            {
                result.AddError($"--port is {value}; expected 0 to 65535.");
            }
        });
        var relay = new Option<string?>("--relay")
        {
            Description = "Hangs the sample of a relay on pin D7 (device/samples/Relay), which switches on when it sees this "
                + "class; the page shows the pin.",
            HelpName = "CLASS",
        };
        var command = new Command(
            "board",
            "Serves one page with the virtual board on the loopback address, until Ctrl+C.\n\n"
            + "Exit codes: 0 it was ended, 2 it could not begin (wrong arguments, no such folder or model, or the port is "
            + "taken).")
        {
            card, model, port, relay,
        };
        command.SetAction((parsed, cancel) => BoardServer.RunAsync(
            new BoardOptions(parsed.GetValue(card), parsed.GetRequiredValue(model), parsed.GetRequiredValue(port),
                parsed.GetValue(relay)),
            Console.Out,
            Console.Error,
            cancel));
        return command;
    }
}
