using TinyClassify.TestRun;

string? filter = null;
switch (args)
{
    case []:
        break;
    case ["--filter", var text]:
        filter = text;
        break;
    default:
        Console.Error.WriteLine($"test: unexpected arguments '{string.Join(' ', args)}'; expected none, or --filter TEXT"
            + " to run the tests whose name holds TEXT");
        return 2;
}

string? root = AppContext.BaseDirectory;
while (root != null && !File.Exists(Path.Combine(root, "build.sh")))
    root = Path.GetDirectoryName(root);
if (root == null)
{
    Console.Error.WriteLine($"test: no folder above {AppContext.BaseDirectory} holds build.sh; expected to run in a checkout");
    return 2;
}

Tally tally = new TestPlan(root, filter).Run();
foreach (Note failure in tally.Failed)
    Console.WriteLine($"failed: {failure.Test}: {failure.Reason}");
foreach (IGrouping<string, Note> skips in tally.Skipped.GroupBy(note => note.Reason))
    Console.WriteLine($"skipped: {string.Join(", ", skips.Select(note => note.Test))}: {skips.Key}");
if (tally.Passed == 0 && tally.Failed.Count == 0)
    Console.WriteLine("failed: no test ran");
Console.WriteLine(tally.Summary);
return tally.Succeeded ? 0 : 1;
