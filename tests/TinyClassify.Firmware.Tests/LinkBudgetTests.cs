namespace TinyClassify.Firmware.Tests;

/// <summary>The linker scripts refuse an image that breaks a budget. Upstream's rules_*.ld are stood in for by the few lines
/// below.</summary>
public sealed class LinkBudgetTests
{
    private const string Code = """
        __nanoImage_start__ = ORIGIN(flash0);
        SECTIONS { .text : { KEEP(*(.vectors)) *(.text*) } > TEXT_FLASH AT > TEXT_FLASH_LMA
          .rodata : { KEEP(*(.rodata*)) } > RODATA_FLASH AT > RODATA_FLASH_LMA }
        """;

    private static readonly (string Name, string Text)[] s_rules =
    [
        ("rules_stacks.ld", "SECTIONS { .mstack (NOLOAD) : { . += __main_stack_size__; } > MAIN_STACK_RAM }"),
        ("rules_code.ld", Code),
        ("rules_data.ld", """
            SECTIONS { .data : { *(.data*) } > DATA_RAM AT > DATA_RAM_LMA .bss (NOLOAD) : { *(.bss*) } > BSS_RAM }
            """),
        ("rules_memory.ld", """
            SECTIONS { .ram4 (NOLOAD) : { *(.ram4*) } > ram4
              .heap (NOLOAD) : { . += __crt_heap_size__; __heap_end__ = .; } > HEAP_RAM }
            """),
        ("rules_clr.ld", "SECTIONS { .clr_heap (NOLOAD) : { . += 8; } > CLR_MANAGED_HEAP_RAM }"),
        ("rules_graphics.ld", "SECTIONS { .graphics (NOLOAD) : { . += 8; } > GRAPHICS_HEAP_RAM }"),
        ("rules_bootclipboard.ld", "SECTIONS { .clip (NOLOAD) : { KEEP(*(.boot_clipboard*)) } > SECTION_FOR_BOOTCLIPBOARD }"),
    ];

    [SkippableFact]
    public void Image_within_the_budgets_links() =>
        Assert.Equal("", Link("nanoCLR", "STM32F746xx_CLR.ld", constants: 380 * 1024, model: 300 * 1024));

    [SkippableFact]
    public void Code_above_384_KB_is_refused() => Assert.Contains(
        "less its model, takes more than its flash budget (384 KB)",
        Link("nanoCLR", "STM32F746xx_CLR.ld", constants: 390 * 1024));

    [SkippableFact]
    public void Model_that_reaches_the_application_is_refused() =>
        Assert.Contains("region `flash0' overflowed",
            Link("nanoCLR", "STM32F746xx_CLR.ld", constants: 300 * 1024, model: 410 * 1024));

    [SkippableFact]
    public void Debug_image_may_fill_its_sectors() =>
        Assert.Equal("", Link("nanoCLR", "STM32F746xx_CLR-DEBUG.ld", constants: 690 * 1024));

    [SkippableFact]
    public void Debug_image_may_not_reach_the_application() =>
        Assert.Contains("region `flash0' overflowed", Link("nanoCLR", "STM32F746xx_CLR-DEBUG.ld", constants: 710 * 1024));

    [SkippableFact]
    public void Variables_beyond_the_dtcm_are_refused() =>
        Assert.Contains("region `ram3' overflowed", Link("nanoCLR", "STM32F746xx_CLR.ld", variables: 40 * 1024));

    [SkippableFact]
    public void Classifier_memory_beyond_sram1_is_refused() =>
        Assert.Contains("region `ram0' overflowed", Link("nanoCLR", "STM32F746xx_CLR.ld", classifier: 241 * 1024));

    [SkippableFact]
    public void Booter_of_32_KB_links_and_a_larger_one_does_not()
    {
        Assert.Equal("", Link("nanoBooter", "STM32F746xx_booter.ld", constants: 31 * 1024));
        Assert.Contains("region `flash0' overflowed", Link("nanoBooter", "STM32F746xx_booter.ld", constants: 33 * 1024));
    }

    private static string Link(string image, string script, int constants = 16, int variables = 16, int classifier = 16,
        int model = 16)
    {
        Tool.SkipWithout(Tool.ArmCompiler, "gcc-arm-none-eabi");
        using var scratch = new Scratch();
        foreach (var (name, text) in s_rules) scratch.Write(name, text);
        scratch.Write("image.c", $$"""
            const char constants[{{constants}}] = {1};
            char variables[{{variables}}];
            __attribute__((section(".classifier_model"))) const char model[{{model}}] = {1};
            __attribute__((section(".classifier_sram"))) char memory[{{classifier}}];
            __attribute__((section(".vectors"))) void Reset_Handler(void) { variables[0] = constants[0]; }
            """);
        string board = Path.Combine(Overlay.Board, image);
        var (exitCode, output) = Tool.Run(scratch.Folder, Tool.ArmCompiler, "-mcpu=cortex-m7", "-mthumb", "-nostdlib",
            "-nostartfiles",
            "-Wl,--no-warn-rwx-segments", "-Wl,--entry=Reset_Handler",
            $"-Wl,-L{scratch.Folder},-L{board},-L{Path.Combine(Overlay.Board, "common")}",
            "-Wl,--defsym=__main_stack_size__=0x400,--defsym=__crt_heap_size__=0x6000", "-T", Path.Combine(board, script),
            "image.c", "-o", "image.elf");
        Assert.Equal(exitCode == 0, !output.Contains("error", StringComparison.OrdinalIgnoreCase));
        return exitCode == 0 ? "" : output;
    }
}
