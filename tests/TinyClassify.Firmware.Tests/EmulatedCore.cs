namespace TinyClassify.Firmware.Tests;

/// <summary>Programs with sources of the overlay, run on an emulated Cortex-M7 (QEMU's mps2-an500).</summary>
internal static class EmulatedCore
{
    private const string LinkerScript = """
        MEMORY { code (rx) : org = 0, len = 256k  ram (wx) : org = 0x20000000, len = 256k }
        SECTIONS { .text : { KEEP(*(.vectors)) *(.text* .rodata*) } > code
          .data : { *(.data* .bss* COMMON) } > ram .ram4 (NOLOAD) : { *(.ram4*) } > ram }
        __stack = 0x20040000;
        """;

    /// <summary>Compiles and links machine.elf in the folder. REGISTER(address) is what the program's FakeRegister
    /// gives.</summary>
    /// <param name="program">A file of declarations/.</param>
    public static void Build(Scratch scratch, string program, params string[] more)
    {
        Tool.SkipWithout(Tool.ArmCompiler, "gcc-arm-none-eabi");
        Tool.SkipWithout("qemu-system-arm", "qemu-system-arm");
        string declarations = RepositoryRoot.Combine("tests", "TinyClassify.Firmware.Tests", "declarations");
        Tool.MustRun(scratch.Folder, Tool.ArmCompiler,
        [
            "-mcpu=cortex-m7", "-mthumb", "-Os", "-ffreestanding", "-nostartfiles", "-Wall", "-Wextra", "-Werror",
            "-Wno-int-to-pointer-cast",
            "-I", Path.Combine(Overlay.Board, "common"), "-include",
            scratch.Write("registers.h",
                "#include <stdint.h>\nvolatile uint32_t* FakeRegister(uint32_t);\n#define REGISTER(a) (*FakeRegister(a))\n"),
            "-Wl,--no-warn-rwx-segments", "-T", scratch.Write("machine.ld", LinkerScript), Path.Combine(declarations, program),
            .. more,
            "-o", "machine.elf",
        ]);
    }

    /// <returns>The lines that machine.elf printed.</returns>
    public static string[] Run(Scratch scratch) =>
        Tool.MustRun(scratch.Folder, "timeout", "60", "qemu-system-arm", "-M", "mps2-an500", "-nographic", "-monitor", "none",
            "-serial", "none", "-semihosting-config", "enable=on,target=native", "-kernel", "machine.elf").Split('\n');
}
