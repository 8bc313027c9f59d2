using System.CommandLine;
using TinyClassify.VirtualBoard.Demo;
using TinyClassify.VirtualBoard.Web;

var root = new RootCommand("The virtual STM32F746G-Discovery: the board's own application on a PC.")
{
    DemoCommand.Create(),
    BoardCommand.Create(),
};
return root.Parse(args).Invoke();
