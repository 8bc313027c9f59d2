namespace TinyClassify.Mutants;

/// <summary>Reads tests/mutants.txt: blocks of five lines, each beginning with what it tells; empty lines and #
/// between.</summary>
public static class MutantList
{
    private static readonly string[] s_begins = ["mutant ", "in ", "- ", "+ ", "by "];

    /// <exception cref="InvalidDataException">A line is not what is expected; the message has its number.</exception>
    public static IReadOnlyList<Mutant> Read(string path)
    {
        var mutants = new List<Mutant>();
        var block = new List<string>();
        int number = 0;
        foreach (string line in File.ReadAllLines(path))
        {
            number++;
            if (block.Count == 0 && (line.Length == 0 || line.StartsWith('#')))
                continue;
            string begin = s_begins[block.Count];
            if (!line.StartsWith(begin, StringComparison.Ordinal))
                throw new InvalidDataException(
                    $"{path}, line {number}: \"{line}\"; expected a line that begins with \"{begin}\"");
            block.Add(line[begin.Length..].Trim());
            if (block.Count < s_begins.Length)
                continue;
            string[] killer = block[4].Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
            if (killer.Length < 3 || killer[0] is not ("native" or "dotnet"))
                throw new InvalidDataException(
                    $"{path}, line {number}: \"{line}\"; expected by native PROGRAM FILTER, or by dotnet PROJECT FILTER");
            mutants.Add(new Mutant(block[0], block[1], block[2], block[3], killer[0], killer[1], killer[2]));
            block.Clear();
        }

        if (block.Count > 0)
            throw new InvalidDataException($"{path} ends within the mutant \"{block[0]}\"");
        if (mutants.GroupBy(m => m.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidDataException($"{path} has two mutants \"{twice.Key}\"");
        return mutants;
    }
}
