using System.Globalization;

namespace TinyClassify.Firmware.Tests;

/// <summary>The fault handlers on an emulated Cortex-M7: real faults, real stack frames.</summary>
public sealed class FaultOnCoreTests
{
    private const string LinkerScript = """
        MEMORY { code (rx) : org = 0, len = 256k  ram (wx) : org = 0x20000000, len = 256k }
        SECTIONS { .text : { KEEP(*(.vectors)) *(.text* .rodata*) } > code
          .data : { *(.data* .bss* COMMON) } > ram .ram4 (NOLOAD) : { *(.ram4*) } > ram }
        __stack = 0x20040000;
        """;

    [SkippableFact]
    public void Read_of_nothing_names_the_instruction_and_the_address()
    {
        var (lines, at) = Run(1);
        Assert.Equal("BusFault: access to an address without memory", lines[0]);
        Assert.Equal("address 0x50000000", lines[1]);
        Assert.StartsWith($"PC 0x{at:X8}  LR 0x", lines[2]);
    }

    [SkippableFact]
    public void Undefined_instruction_names_its_place()
    {
        var (lines, at) = Run(2);
        Assert.Equal("UsageFault: undefined instruction", lines[0]);
        Assert.StartsWith($"PC 0x{at:X8}  LR 0x", lines[2]);
    }

    /// <summary>ChibiOS reaches the handler by a call, which loses EXC_RETURN: the interrupted thread's frame must be found all the same.</summary>
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
        Tool.SkipWithout("qemu-system-arm", "qemu-system-arm");
        using var scratch = new Scratch();
        string common = Path.Combine(Overlay.Board, "common");
        string program = RepositoryRoot.Combine("tests", "TinyClassify.Firmware.Tests", "declarations", "fault_machine.c");
        Tool.MustRun(scratch.Folder, Tool.ArmCompiler, "-mcpu=cortex-m7", "-mthumb", "-Os", "-ffreestanding", "-nostartfiles",
            "-Wall", "-Wextra", "-Werror", "-Wno-int-to-pointer-cast", $"-DFAULT={fault}", "-I", common,
            "-include", scratch.Write("registers.h", "#include <stdint.h>\nvolatile uint32_t* FakeRegister(uint32_t);\n#define REGISTER(a) (*FakeRegister(a))\n"),
            "-Wl,--no-warn-rwx-segments", "-T", scratch.Write("machine.ld", LinkerScript), program,
            Path.Combine(common, "fault_report.c"), Path.Combine(common, "fault_text.c"), Assemble(scratch, common), "-o", "machine.elf");
        string symbols = Tool.MustRun(scratch.Folder, "arm-none-eabi-nm", "machine.elf");
        string at = symbols.Split('\n').Single(line => line.EndsWith(" fault_at", StringComparison.Ordinal))[..8];
        string output = Tool.MustRun(scratch.Folder, "timeout", "60", "qemu-system-arm", "-M", "mps2-an500", "-nographic", "-monitor", "none",
            "-serial", "none", "-semihosting-config", "enable=on,target=native", "-kernel", "machine.elf");
        return (output.Split('\n'), uint.Parse(at, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }

    // By itself: the C header that is forced into the other sources is no assembly.
    private static string Assemble(Scratch scratch, string common)
    {
        Tool.MustRun(scratch.Folder, Tool.ArmCompiler, "-mcpu=cortex-m7", "-mthumb", "-c", Path.Combine(common, "fault_entry.S"), "-o", "entry.o");
        return scratch.File("entry.o");
    }
}
