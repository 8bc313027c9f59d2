using System.Text;

namespace TinyClassify.Tflite;

/// <summary>A table for the terminal: operators in execution order, totals, and who runs the file.</summary>
public static class TextReport
{
    private static readonly string[] s_head =
        ["#", "operator", "input", "output", "window", "multiply-accumulates", "constants", "memory", "output quantisation"];

    // Columns of numbers stand to the right.
    private static readonly bool[] s_right = [true, false, false, false, false, true, true, true, false];

    public static string Write(ModelInspection inspection)
    {
        var text = new StringBuilder();
        TfliteModel model = inspection.Model;
        text.Append($"file      {Describe.Number(model.FileBytes)} bytes, '{Describe.Printable(model.Description)}'\n");
        foreach (int tensor in inspection.Graph.Inputs)
            text.Append($"input     {Tensor(inspection.Graph.Tensors[tensor])}\n");
        foreach (int tensor in inspection.Graph.Outputs)
            text.Append($"output    {Tensor(inspection.Graph.Tensors[tensor])}\n");
        text.Append($"labels    {(model.Labels.IsEmpty ? "none" : Describe.Printable(string.Join(", ", model.Labels)))}\n");
        IEnumerable<string> metadata = model.Metadata.Select(m => $"{Describe.Printable(m.Name)} ({m.Data.Length} bytes)");
        if (!model.Metadata.IsEmpty)
            text.Append($"metadata  {string.Join(", ", metadata)}\n");
        if (CarriedFactors.Describe(model) is string factors)
            text.Append($"factors   {factors}\n");
        if (model.Subgraphs.Length > 1)
            text.Append($"graphs    {model.Subgraphs.Length}; the first is shown\n");
        text.Append('\n');
        AppendTable(text, inspection);
        text.Append('\n');
        AppendTotals(text, inspection);
        return text.ToString();
    }

    private static string Tensor(TfliteTensor tensor) =>
        $"'{Describe.Printable(tensor.Name)}' {Describe.Shape(tensor)} {Describe.Quantization(tensor)}";

    private static void AppendTable(StringBuilder text, ModelInspection inspection)
    {
        TfliteSubgraph graph = inspection.Graph;
        var rows = new List<string[]> { s_head };
        for (int i = 0; i < graph.Operators.Length; i++)
        {
            TfliteOperator op = graph.Operators[i];
            TfliteTensor? input = op.Inputs.Length > 0 && op.Inputs[0] >= 0 ? graph.Tensors[op.Inputs[0]] : null;
            TfliteTensor? output = op.Outputs.Length > 0 ? graph.Tensors[op.Outputs[0]] : null;
            rows.Add([
                Describe.Number(i), Describe.Printable(op.Name),
                input is null ? "-" : Describe.Shape(input), output is null ? "-" : Describe.Shape(output),
                Describe.Window(graph, op),
                inspection.Costs[i].Macs is long macs ? Describe.Number(macs) : "?",
                Describe.Number(inspection.Costs[i].ConstantBytes), Describe.Number(inspection.Memory.LiveBytes[i]),
                output is null ? "-" : Describe.Quantization(output),
            ]);
        }

        int[] widths = [.. s_head.Select((_, column) => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            IEnumerable<string> cells = row.Select((cell, c) => s_right[c] ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }
    }

    private static void AppendTotals(StringBuilder text, ModelInspection inspection)
    {
        MemoryProfile memory = inspection.Memory;
        string more = inspection.MacsAreIncomplete ? " and those of the operators marked ?" : "";
        text.Append($"total     {Describe.Number(inspection.Macs)} multiply-accumulates{more}\n");
        long metadata = inspection.Model.Metadata.Sum(m => (long)m.Data.Length);
        long rest = Math.Max(0, inspection.Model.FileBytes - inspection.ConstantBytes - metadata);
        text.Append($"bytes     {Describe.Number(inspection.ConstantBytes)} of weights and other constants, ");
        text.Append($"{Describe.Number(metadata)} of metadata, {Describe.Number(rest)} of scales, names and tables\n");
        if (memory.PeakOperator >= 0)
        {
            string name = Describe.Printable(inspection.Graph.Operators[memory.PeakOperator].Name);
            text.Append($"memory    {Describe.Number(memory.PeakBytes)} bytes of activations at the peak, ");
            text.Append($"operator {memory.PeakOperator} ({name}); a runtime adds its own\n");
        }

        foreach (RuntimeSupport runtime in inspection.Runtimes)
        {
            string verdict = runtime.Obstacle is null ? "yes" : $"no. {Describe.Printable(runtime.Obstacle)}";
            text.Append($"runs on   {runtime.Runtime}: {verdict}\n");
        }
    }
}
