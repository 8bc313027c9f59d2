using System.Reflection;

[assembly: AssemblyTitle("TinyClassify.Native")]
[assembly: AssemblyProduct("TinyClassify")]
[assembly: AssemblyDescription("The classifier and the drawing of TinyClassify for .NET nanoFramework")]
[assembly: AssemblyVersion("1.0.0.0")]
[assembly: AssemblyFileVersion("1.0.0.0")]

// Must equal the version in ../interop/TinyClassify_Native.cpp: the runtime refuses the assembly otherwise.
[assembly: AssemblyNativeVersion("1.0.0.1")]
