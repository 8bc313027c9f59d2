using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TinyClassify.Device.Tests;

/// <summary>Finds the C# that a PC's compiler takes and .NET nanoFramework does not: some of it does not build there, and some
/// builds and then crashes, hangs or throws on the board.</summary>
internal static class NanoSubset
{
    // Names that mean a type or namespace which is not there, or does harm.
    private static readonly Dictionary<string, string> s_names = new()
    {
        ["Span"] = "Span does not exist",
        ["ReadOnlySpan"] = "ReadOnlySpan does not exist",
        ["Stopwatch"] = "Stopwatch does not exist",
        ["Func"] = "Func crashes the runtime; declare a delegate",
        ["Task"] = "Task does not exist; use a thread or a timer",
        ["Linq"] = "LINQ does not exist",
        ["Regex"] = "Regex does not exist here",
    };

    public static IEnumerable<string> Breaches(SyntaxTree tree)
    {
        // Without references nearly everything is an error; those of the grammar, and CS8773, "not available in C# 9.0", count.
        var newer = CSharpCompilation.Create("sample", [tree]).GetDiagnostics().Where(d => d.Id == "CS8773");
        foreach (var diagnostic in tree.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Concat(newer))
        {
            yield return $"{Place(tree, diagnostic.Location.SourceSpan.Start)}: not C# 9: {diagnostic.GetMessage()}";
        }

        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            if (Reason(node) is { } reason) yield return $"{Place(tree, node.SpanStart)}: {reason}: "
                + $"{node.ToString().Split('\n')[0].Trim()}";
        }
    }

    private static string? Reason(SyntaxNode node) => node switch
    {
        ArrayRankSpecifierSyntax { Rank: > 1 } => "int[,] crashes the runtime",
        TypeParameterListSyntax => "a generic type or method of our own hangs the runtime",
        GenericNameSyntax => "generic types do not exist",
        StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax => "stackalloc throws",
        FixedStatementSyntax => "fixed crashes the metadata processor",
        UnsafeStatementSyntax or PointerTypeSyntax or FunctionPointerTypeSyntax => "pointers do not work",
        MethodDeclarationSyntax { Parent: InterfaceDeclarationSyntax } method when method.Body != null
        || method.ExpressionBody != null =>
            "a default method of an interface throws",
        PropertyDeclarationSyntax { Parent: InterfaceDeclarationSyntax, ExpressionBody: not null } =>
        "a default property of an interface throws",
        AccessorDeclarationSyntax { Parent.Parent.Parent: InterfaceDeclarationSyntax } accessor when accessor.Body != null
        || accessor.ExpressionBody != null =>
            "a default property of an interface throws",
        NullableTypeSyntax => "Nullable<T> does not exist, and nullable annotations are off",
        TupleTypeSyntax or TupleExpressionSyntax
        or DeclarationExpressionSyntax { Designation: ParenthesizedVariableDesignationSyntax } =>
            "tuples do not exist",
        RecordDeclarationSyntax => "records do not compile",
        YieldStatementSyntax => "yield does not compile",
        AwaitExpressionSyntax => "await does not exist",
        RangeExpressionSyntax => "ranges do not exist",
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.IndexExpression } => "indices from the end do not exist",
        CheckedStatementSyntax { RawKind: (int)SyntaxKind.CheckedStatement }
        or CheckedExpressionSyntax { RawKind: (int)SyntaxKind.CheckedExpression } =>
            "checked does not compile",
        QueryExpressionSyntax => "LINQ does not exist",
        PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.DecimalKeyword } => "decimal does not exist",
        LiteralExpressionSyntax { Token.Value: decimal } => "decimal does not exist",
        IdentifierNameSyntax { Identifier.ValueText: "dynamic", Parent: VariableDeclarationSyntax or ParameterSyntax } =>
        "dynamic does not exist",
        IdentifierNameSyntax name when s_names.TryGetValue(name.Identifier.ValueText, out var reason) => reason,
        MethodDeclarationSyntax method when method.Modifiers.Any(SyntaxKind.AsyncKeyword) => "async does not compile",
        ParenthesizedLambdaExpressionSyntax lambda when lambda.Modifiers.Any(SyntaxKind.AsyncKeyword) => "async does not compile",
        _ => null,
    };

    private static string Place(SyntaxTree tree, int position)
    {
        var line = tree.GetLineSpan(new Microsoft.CodeAnalysis.Text.TextSpan(position, 0)).StartLinePosition.Line + 1;
        return $"{Path.GetFileName(tree.FilePath)}:{line}";
    }
}
