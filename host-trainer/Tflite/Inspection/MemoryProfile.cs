using System.Collections.Immutable;

namespace TinyClassify.Tflite;

/// <summary>When each activation is needed, and how many bytes are in use while each operator runs.</summary>
/// <remarks>A lower bound for every runtime: no scratch memory, no gaps between tensors, no operator computed in place.</remarks>
public sealed class MemoryProfile
{
    private MemoryProfile(ImmutableArray<TensorLifetime> lifetimes, ImmutableArray<long> liveBytes)
    {
        Lifetimes = lifetimes;
        LiveBytes = liveBytes;
    }

    /// <summary>Activations in tensor order; constants and tensors that nothing uses are left out.</summary>
    public ImmutableArray<TensorLifetime> Lifetimes { get; }

    /// <summary>Bytes in use while operator i runs.</summary>
    public ImmutableArray<long> LiveBytes { get; }

    /// <summary>The largest of <see cref="LiveBytes"/>, 0 without operators.</summary>
    public long PeakBytes => LiveBytes.IsEmpty ? 0 : LiveBytes.Max();

    /// <summary>The first operator at the peak, -1 without operators.</summary>
    public int PeakOperator => LiveBytes.IndexOf(PeakBytes);

    public static MemoryProfile Of(TfliteSubgraph graph)
    {
        int count = graph.Operators.Length;
        var first = new Dictionary<int, int>();
        var last = new Dictionary<int, int>();
        void Use(int tensor, int at)
        {
            first.TryAdd(tensor, at);
            last[tensor] = Math.Max(at, last.GetValueOrDefault(tensor));
        }

        foreach (int tensor in graph.Inputs)
            Use(tensor, 0);
        for (int i = 0; i < count; i++)
        {
            foreach (int tensor in graph.Operators[i].Inputs.Concat(graph.Operators[i].Outputs).Where(t => t >= 0))
                Use(tensor, i);
        }

        foreach (int tensor in graph.Outputs)
            Use(tensor, Math.Max(count - 1, 0));
        var lifetimes = ImmutableArray.CreateBuilder<TensorLifetime>();
        var live = new long[count];
        foreach ((int tensor, int start) in first.OrderBy(pair => pair.Key))
        {
            TfliteTensor description = graph.Tensors[tensor];
            if (description.IsConstant)
                continue;
            // A variable keeps its value between inferences, so it lives through all of them.
            (int from, int to) = description.IsVariable ? (0, Math.Max(count - 1, 0)) : (start, last[tensor]);
            lifetimes.Add(new TensorLifetime(tensor, from, to, description.ByteCount));
            for (int i = from; i <= to && i < count; i++)
                live[i] = Saturating.Add(live[i], description.ByteCount);
        }

        return new MemoryProfile(lifetimes.ToImmutable(), [.. live]);
    }
}
