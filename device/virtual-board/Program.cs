using System.CommandLine;
using TinyClassify.VirtualBoard.Demo;

var root = new RootCommand("The virtual STM32F746G-Discovery: the board's own application on a PC.") { DemoCommand.Create() };
return root.Parse(args).Invoke();
