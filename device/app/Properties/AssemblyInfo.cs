using System.Reflection;

[assembly: AssemblyTitle("TinyClassify.Device")]
[assembly: AssemblyProduct("TinyClassify")]
[assembly: AssemblyDescription("Classifies the pictures on a memory card")]
[assembly: AssemblyVersion("0.2.0.0")]
[assembly: AssemblyFileVersion("0.2.0.0")]
