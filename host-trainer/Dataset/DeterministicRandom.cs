namespace TinyClassify.Trainer.Dataset;

/// <summary>SplitMix64: small, and the same numbers from the same seed on every platform and .NET version.</summary>
/// <remarks>Source: Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators".</remarks>
public sealed class DeterministicRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A generator for one purpose and position, so that a resumed run need not replay what came before.</summary>
    public static DeterministicRandom For(ulong seed, ulong stream, ulong position)
    {
        var random = new DeterministicRandom(seed);
        random._state ^= new DeterministicRandom(random.Next() + stream).Next();
        random._state ^= new DeterministicRandom(random.Next() + position).Next();
        return random;
    }

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <returns>Uniform in [0, <paramref name="limit"/>); the bias of at most limit / 2^64 does not matter here.</returns>
    public int Next(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    /// <returns>Uniform in [0, 1).</returns>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <returns>0 .. count - 1 in random order.</returns>
    public int[] Permutation(int count)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            var j = Next(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
