using System.Reflection;

[assembly: AssemblyTitle("TinyClassify.Relay")]
[assembly: AssemblyProduct("TinyClassify")]
[assembly: AssemblyDescription("Switches a relay when the classifier sees a cat")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
