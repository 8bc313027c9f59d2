using System.Diagnostics;
using TinyClassify.Mutants;

if (args.Any(a => a is "-h" or "--help"))
{
    Console.WriteLine("""
        usage: ./build.sh mutants [TEXT...]   all of tests/mutants.txt, or those whose name or place holds a TEXT
        """);
    return 0;
}

string? root = AppContext.BaseDirectory;
while (root != null && !File.Exists(Path.Combine(root, "build.sh")))
    root = Path.GetDirectoryName(root);
if (root == null)
{
    Console.Error.WriteLine($"mutants: no folder above {AppContext.BaseDirectory} holds build.sh; expected to run in a checkout");
    return 2;
}

try
{
    Mutant[] mutants = [.. MutantList.Read(Path.Combine(root, "tests", "mutants.txt"))
        .Where(m => args.Length == 0 || args.Any(a => m.Name.Contains(a, StringComparison.OrdinalIgnoreCase)
            || m.Place.Contains(a, StringComparison.Ordinal)))];
    if (mutants.Length == 0)
    {
        Console.Error.WriteLine($"mutants: none of tests/mutants.txt has {string.Join(" or ", args)} in its name or place");
        return 2;
    }

    string folder = Path.Combine(root, "out", "mutants"), logs = Path.Combine(folder, "logs");
    if (Directory.Exists(logs))
        Directory.Delete(logs, recursive: true);
    Directory.CreateDirectory(logs);
    var workshop = new Workshop(root, folder);
    workshop.Copy();
    foreach (Mutant mutant in mutants)
        mutant.Find(workshop.Root);

    // A test that fails anyway kills nothing.
    var clock = Stopwatch.StartNew();
    var programs = mutants.Select(m => (m.Kind, m.Program, m.Filter)).Distinct().Order().ToArray();
    foreach (var (index, (kind, program, filter)) in programs.Index())
    {
        Console.WriteLine($"[{clock.Elapsed.TotalSeconds,5:F0} s] unchanged {index + 1}/{programs.Length}: {program} {filter}");
        string log = Path.Combine(logs, $"unchanged-{index + 1}.log");
        if (workshop.Judge(kind, program, filter, log) is not Fate.Survived)
        {
            Console.Error.WriteLine(
                $"mutants: the tests fail, or none is chosen, before anything is written wrongly: "
                + $"{Path.GetRelativePath(root, log)}");
            return 1;
        }
    }

    var bad = new List<string>();
    foreach (var (index, mutant) in mutants.Index())
    {
        Fate fate = workshop.Judge(mutant, Path.Combine(logs, $"{index + 1}.log"));
        string word = fate switch { Fate.Killed => "killed", Fate.Survived => "SURVIVED", _ => "DOES NOT COMPILE" };
        Console.WriteLine($"[{clock.Elapsed.TotalSeconds,5:F0} s] {index + 1}/{mutants.Length} {word}: {mutant.Name}");
        if (fate != Fate.Killed)
            bad.Add($"{word}: {mutant.Name} (out/mutants/logs/{index + 1}.log)");
    }

    foreach (string line in bad)
        Console.WriteLine(line);
    Console.WriteLine($"{mutants.Length - bad.Count} of {mutants.Length} mutants killed");
    return bad.Count == 0 ? 0 : 1;
}
catch (InvalidDataException e)
{
    Console.Error.WriteLine($"mutants: {e.Message}");
    return 2;
}
