using System.Globalization;

namespace TinyClassify.Firmware.Tests;

/// <summary>The fault handlers on an emulated Cortex-M7: real faults, real stack frames.</summary>
public sealed class FaultOnCoreTests
{
    [SkippableFact]
    public void Read_of_nothing_names_the_instruction_and_the_address()
    {
        var (lines, at) = Run(1);
        Assert.Equal("BusFault: access to an address without memory", lines[0]);
        Assert.Equal("address 0x50000000", lines[1]);
        Assert.StartsWith($"PC 0x{at:X8}  LR 0x", lines[2]);
    }

    /// <summary>Before the kernel runs, and in handlers, the main stack is in use.</summary>
    [SkippableFact]
    public void Fault_on_the_main_stack_names_the_instruction()
    {
        var (lines, at) = Run(5);
        Assert.Equal("BusFault: access to an address without memory", lines[0]);
        Assert.StartsWith($"PC 0x{at:X8}  LR 0x", lines[2]);
    }

    [SkippableFact]
    public void Undefined_instruction_names_its_place()
    {
        var (lines, at) = Run(2);
        Assert.Equal("UsageFault: undefined instruction", lines[0]);
        Assert.StartsWith($"PC 0x{at:X8}  LR 0x", lines[2]);
    }

    /// <summary>ChibiOS reaches the handler by a call, which loses EXC_RETURN: the interrupted thread's frame must be found all
    /// the same.</summary>
    [SkippableFact]
    public void Interrupt_without_a_handler_names_what_it_interrupted()
    {
        var (lines, at) = Run(3);
        Assert.Equal("Interrupt 5: interrupt without a handler", lines[0]);
        Assert.StartsWith($"PC 0x{at:X8}  LR 0x", lines[2]);
    }

    [SkippableFact]
    public void Halt_of_the_system_tells_its_reason() => Assert.Equal("System halt: stack overflow", Run(4).Lines[0]);

    private static (string[] Lines, uint At) Run(int fault)
    {
        Tool.SkipWithout(Tool.ArmCompiler, "gcc-arm-none-eabi");
        using var scratch = new Scratch();
        string common = Path.Combine(Overlay.Board, "common");
        EmulatedCore.Build(scratch, "fault_machine.c", $"-DFAULT={fault}",
            Path.Combine(common, "fault_report.c"), Path.Combine(common, "fault_text.c"), Assemble(scratch, common));
        string symbols = Tool.MustRun(scratch.Folder, "arm-none-eabi-nm", "machine.elf");
        string at = symbols.Split('\n').Single(line => line.EndsWith(" fault_at", StringComparison.Ordinal))[..8];
        return (EmulatedCore.Run(scratch), uint.Parse(at, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }

    // By itself: the C header that is forced into the other sources is no assembly.
    private static string Assemble(Scratch scratch, string common)
    {
        Tool.MustRun(scratch.Folder, Tool.ArmCompiler, "-mcpu=cortex-m7", "-mthumb", "-c", Path.Combine(common, "fault_entry.S"),
            "-o", "entry.o");
        return scratch.File("entry.o");
    }
}
