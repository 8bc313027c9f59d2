using TinyClassify.Drawing;

if (args.Length != 1 || args[0].StartsWith('-'))
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project device/drawing -- FOLDER\n"
        + "Draws the ten pictures of the built-in card into FOLDER (device/card holds the committed ones).");
    return 2;
}
Card.Write(args[0], path => Console.WriteLine($"wrote {path}"));
return 0;
