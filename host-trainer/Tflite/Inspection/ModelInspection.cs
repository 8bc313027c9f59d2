using System.Collections.Immutable;

namespace TinyClassify.Tflite;

/// <summary>What a .tflite file costs and who runs it. Reports are made from this.</summary>
public sealed class ModelInspection
{
    private ModelInspection(TfliteModel model)
    {
        Model = model;
        Graph = model.Subgraphs[0];
        Costs = [.. Graph.Operators.Select(op => OperatorCost.Of(Graph, op))];
        Memory = MemoryProfile.Of(Graph);
        Runtimes = RuntimeSupport.Of(model);
    }

    public TfliteModel Model { get; }

    /// <summary>The graph that runs: the first of the file.</summary>
    public TfliteSubgraph Graph { get; }

    /// <summary>Operator by operator.</summary>
    public ImmutableArray<OperatorCost> Costs { get; }

    public MemoryProfile Memory { get; }

    public ImmutableArray<RuntimeSupport> Runtimes { get; }

    /// <summary>Multiply-accumulates of the operators that are counted; long.MaxValue where it is more.</summary>
    public long Macs => Costs.Aggregate(0L, (sum, cost) => Saturating.Add(sum, cost.Macs ?? 0));

    /// <summary>True where <see cref="Macs"/> leaves an operator out.</summary>
    public bool MacsAreIncomplete => Costs.Any(c => c.Macs is null);

    /// <summary>Bytes of all constants, each counted once.</summary>
    public long ConstantBytes => Graph.Tensors.Select(t => t.Data).Distinct().Sum(data => (long)data.Length);

    public static ModelInspection Of(TfliteModel model) => new(model);
}
