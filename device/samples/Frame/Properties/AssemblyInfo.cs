using System.Reflection;

[assembly: AssemblyTitle("TinyClassify.Frame")]
[assembly: AssemblyProduct("TinyClassify")]
[assembly: AssemblyDescription("Classifies pixels as a camera has them")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
