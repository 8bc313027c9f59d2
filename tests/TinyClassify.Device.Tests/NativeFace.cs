using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TinyClassify.Device.Tests;

/// <summary>The C# face of the native code, as nanoFramework's metadata processor sees it.</summary>
internal sealed class NativeFace
{
    private static readonly Dictionary<string, string> s_types = new()
    {
        ["int"] = "I4", ["byte[]"] = "SZARRAY_U1", ["ushort[]"] = "SZARRAY_U2", ["int[]"] = "SZARRAY_I4",
    };

    public const string Assembly = "TinyClassify.Native";

    private NativeFace(IEnumerable<ClassDeclarationSyntax> classes)
    {
        foreach (var type in classes)
        {
            foreach (var method in type.Members.OfType<MethodDeclarationSyntax>()
                .Where(m => m.Modifiers.Any(SyntaxKind.ExternKeyword)))
            {
                var types = method.ParameterList.Parameters.Select(p => p.Type!).Prepend(method.ReturnType);
                Methods.Add(($"TinyClassify_Native_{type.Identifier.ValueText}",
                    $"{method.Identifier.ValueText}___STATIC__{string.Join("__", types.Select(t => s_types[t.ToString()]))}"));
            }
        }
    }

    private NativeFace(MetadataReader assembly)
    {
        foreach (var method in assembly.MethodDefinitions.Select(assembly.GetMethodDefinition))
        {
            if (!method.ImplAttributes.HasFlag(MethodImplAttributes.InternalCall)) continue;
            var signature = method.DecodeSignature(new Types(), genericContext: null);
            var types = string.Join("__", signature.ParameterTypes.Prepend(signature.ReturnType));
            Methods.Add(($"TinyClassify_Native_{assembly.GetString(assembly.GetTypeDefinition(method.GetDeclaringType()).Name)}",
                $"{assembly.GetString(method.Name)}___STATIC__{types}"));
        }
    }

    /// <summary>Class and method, in the order of the method table: classes by name, methods as written.</summary>
    public List<(string Class, string Method)> Methods { get; } = [];

    /// <summary>The checksum that the runtime compares before it loads the assembly.</summary>
    /// <remarks>CRC-32 of polynomial 0x04C11DB7, most significant bit first, from 0 and not inverted: over the first method's
    /// name, then over assembly, class and method name of each further one (the processor starts from 0 again until it has seen a
    /// native method). Checked against the metadata processor itself (4541b46): 0x3B13DC29 for the methods of interface
    /// 1.</remarks>
    public uint Checksum => Methods.Skip(1).Aggregate(Crc(Methods[0].Method, 0),
        (crc, m) => Crc(m.Method, Crc(m.Class, Crc(Assembly, crc))));

    public static NativeFace Read(params string[] folder)
    {
        var classes = Directory.GetFiles(RepositoryRoot.Combine(folder), "*.cs")
            .SelectMany(path => DeviceSources.Parse(File.ReadAllText(path), path).GetRoot().DescendantNodes()
                .OfType<ClassDeclarationSyntax>())
            .OrderBy(c => c.Identifier.ValueText, StringComparer.Ordinal);
        return new NativeFace(classes);
    }

    /// <summary>The face of a compiled assembly, methods in the order of its tables.</summary>
    public static NativeFace ReadAssembly(string path)
    {
        using var file = new PEReader(ImmutableArray.Create(File.ReadAllBytes(path)));
        return new NativeFace(file.GetMetadataReader());
    }

    private static uint Crc(string text, uint crc)
    {
        foreach (var value in Encoding.ASCII.GetBytes(text))
        {
            crc ^= (uint)value << 24;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 0x80000000) != 0 ? crc << 1 ^ 0x04C11DB7 : crc << 1;
        }

        return crc;
    }

    /// <summary>The metadata processor's names of the types that our methods use.</summary>
    private sealed class Types : ISignatureTypeProvider<string, object?>
    {
        public string GetPrimitiveType(PrimitiveTypeCode type) => type switch
        {
            PrimitiveTypeCode.Int32 => "I4",
            PrimitiveTypeCode.Byte => "U1",
            PrimitiveTypeCode.UInt16 => "U2",
            _ => throw Unused($"{type}"),
        };

        public string GetSZArrayType(string element) => $"SZARRAY_{element}";

        public string GetArrayType(string element, ArrayShape shape) => throw Unused("an array of more dimensions");

        public string GetByReferenceType(string element) => throw Unused("ref");

        public string GetFunctionPointerType(MethodSignature<string> signature) => throw Unused("a function pointer");

        public string GetGenericInstantiation(string type, ImmutableArray<string> arguments) => throw Unused("a generic type");

        public string GetGenericMethodParameter(object? context, int index) => throw Unused("a generic method");

        public string GetGenericTypeParameter(object? context, int index) => throw Unused("a generic type");

        public string GetModifiedType(string modifier, string type, bool isRequired) => throw Unused("a modified type");

        public string GetPinnedType(string element) => throw Unused("a pinned type");

        public string GetPointerType(string element) => throw Unused("a pointer");

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte kind) =>
            throw Unused("a type of ours");

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte kind) =>
            throw Unused("a type of a library");

        public string GetTypeFromSpecification(MetadataReader reader, object? context, TypeSpecificationHandle handle,
            byte kind) =>
            throw Unused("a constructed type");

        private static NotSupportedException Unused(string what) =>
            new($"{what} in a native method: how the metadata processor names it is not known here");
    }
}
