namespace TinyClassify.Tflite.Tests;

/// <summary>Makes a failing network as simple as it gets while it keeps failing.</summary>
internal static class NetworkShrinker
{
    public static NetworkRecipe Shrink(NetworkRecipe failing, Func<NetworkRecipe, bool> fails)
    {
        for (bool simpler = true; simpler;)
        {
            simpler = false;
            foreach (NetworkRecipe candidate in Simpler(failing))
            {
                if (candidate.Build() is null || !fails(candidate))
                    continue;
                failing = candidate;
                simpler = true;
                break;
            }
        }

        return failing;
    }

    // Big steps first. Every candidate is strictly simpler than the recipe, so shrinking ends.
    private static IEnumerable<NetworkRecipe> Simpler(NetworkRecipe recipe)
    {
        int count = recipe.Operators.Length;
        for (int keep = 1; keep < count; keep++)
            yield return recipe with { Operators = recipe.Operators[..keep] };
        for (int i = 0; i < count; i++)
            yield return recipe with { Operators = recipe.Operators.RemoveAt(i) };
        foreach (int less in Less(recipe.Height, 1))
            yield return recipe with { Height = less };
        foreach (int less in Less(recipe.Width, 1))
            yield return recipe with { Width = less };
        foreach (int less in Less(recipe.Channels, 1))
            yield return recipe with { Channels = less };
        if (recipe.ZeroPoint != 0)
            yield return recipe with { ZeroPoint = 0 };
        for (int i = 0; i < count; i++)
        {
            foreach (OperatorRecipe simpler in Simpler(recipe.Operators[i]))
                yield return recipe with { Operators = recipe.Operators.SetItem(i, simpler) };
        }
    }

    private static IEnumerable<OperatorRecipe> Simpler(OperatorRecipe op)
    {
        foreach (int less in Less(op.Channels, 1))
            yield return op with { Channels = less };
        foreach (int less in Less(op.KernelHeight, 1))
            yield return op with { KernelHeight = less };
        foreach (int less in Less(op.KernelWidth, 1))
            yield return op with { KernelWidth = less };
        foreach (int less in Less(op.StrideHeight, 1))
            yield return op with { StrideHeight = less };
        foreach (int less in Less(op.StrideWidth, 1))
            yield return op with { StrideWidth = less };
        if (op.Dilation > 1)
            yield return op with { Dilation = 1 };
        if (op.Padding != Padding.Same)
            yield return op with { Padding = Padding.Same };
        if (op.Activation != FusedActivation.None)
            yield return op with { Activation = FusedActivation.None };
        if (op.ZeroPoint != 0)
            yield return op with { ZeroPoint = 0 };
        foreach (int less in Less(op.Back, 0))
            yield return op with { Back = less };
        if (op.PadTop + op.PadBottom + op.PadLeft + op.PadRight + op.PadChannels > 0)
            yield return op with { PadTop = 0, PadBottom = 0, PadLeft = 0, PadRight = 0, PadChannels = 0 };
    }

    private static IEnumerable<int> Less(int value, int least)
    {
        if (value > least)
            yield return least;
        if (value / 2 > least)
            yield return value / 2;
        if (value - 1 > least)
            yield return value - 1;
    }
}
