using System.Globalization;
using System.Text.RegularExpressions;

namespace TinyClassify.Firmware.Tests;

/// <summary>docs/registers.md: its column "ours" is what the overlay's sources set.</summary>
public sealed class RegisterTableTests(MemoryOnCoreTests.Outcome memory) : IClassFixture<MemoryOnCoreTests.Outcome>
{
    private static readonly Dictionary<string, string> s_ours = File.ReadAllLines(RepositoryRoot.Combine("docs", "registers.md"))
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
        .Select(line => line.Split('|').Select(cell => cell.Trim()).ToArray()).ToDictionary(cells => cells[1], cells => cells[3]);

    [SkippableFact]
    public void Clocks_are_those_of_the_table()
    {
        long pll = Value("STM32_PLLM_VALUE") | Value("STM32_PLLN_VALUE") << 6 | (Value("STM32_PLLP_VALUE") / 2 - 1) << 16 |
            1 << 22 | Value("STM32_PLLQ_VALUE") << 24 | 1 << 29;
        Assert.Equal(Hex("RCC_PLLCFGR"), pll);
        Assert.Equal(s_ours["RCC_PLLSAI N, R, DIVR"],
            $"{Value("STM32_PLLSAIN_VALUE")}, {Value("STM32_PLLSAIR_VALUE")}, {Value("STM32_PLLSAIDIVR_VALUE")}");
        var clocks = File.ReadAllText(Path.Combine(Overlay.Board, "common", "mcuconf_clocks.h"));
        string[] dividers = s_ours["RCC_CFGR HPRE, PPRE1, PPRE2"].Split(", ");
        Assert.Contains($"#define STM32_HPRE STM32_HPRE_DIV{dividers[0]}\n", clocks);
        Assert.Contains($"#define STM32_PPRE1 STM32_PPRE1_DIV{dividers[1]} ", clocks);
        Assert.Contains($"#define STM32_PPRE2 STM32_PPRE2_DIV{dividers[2]} ", clocks);
    }

    [SkippableFact]
    public void Sdram_is_that_of_the_table()
    {
        Assert.Equal(Hex("FMC_SDCR1"), memory.Values("control")[0][0]);
        Assert.Equal(Hex("FMC_SDTR1"), memory.Values("control")[0][1]);
        Assert.Equal(Hex("FMC_SDCMR"), memory.Values("command")[0][0]);
        Assert.Equal(Hex("FMC_SDRTR"), memory.Values("command")[0][1]);
        Assert.Equal(Hex("FMC_BCR1"), memory.Values("mpu")[0][1]);
    }

    [SkippableFact]
    public void Pins_and_panel_are_those_of_the_table()
    {
        var registers = Run();
        Assert.Equal(s_ours["GPIOI_MODER, PI13"], registers["PI13"] == 0 ? "input" : $"mode {registers["PI13"]}");
        Assert.Equal(0, registers["other_pins_changed"]);
        foreach (var name in new[] { "LTDC_SSCR", "LTDC_BPCR", "LTDC_AWCR", "LTDC_TWCR", "GPIOJ_OSPEEDR", "GPIOK_OSPEEDR" })
            Assert.Equal(Hex(name), registers[name]);
        Assert.Equal(Hex("GPIOC_PUPDR, PC8-PC12"), registers["GPIOC_PUPDR"]);
        Assert.Equal(Hex("GPIOD_PUPDR, PD2"), registers["GPIOD_PUPDR"]);
    }

    [SkippableFact]
    public void Both_images_correct_their_pins_first()
    {
        foreach (var image in new[] { "nanoCLR", "nanoBooter" })
            Assert.Contains("int main(void) {\n  BoardPins_Correct();\n",
                File.ReadAllText(Path.Combine(Overlay.Board, image, "main.c")));
    }

    [SkippableFact]
    public void Card_and_touch_are_those_of_the_table()
    {
        long clock = 48000000 / ((48000000 + Value("STM32_SDC_MAX_CLOCK") - 1) / Value("STM32_SDC_MAX_CLOCK"));
        Assert.Equal(long.Parse(s_ours["SDMMC1 clock, Hz"], CultureInfo.InvariantCulture), clock);
        Assert.Equal("by interrupts", s_ours["I2C3 transfers"]);
        Assert.Equal(0, Value("STM32_I2C_USE_DMA"));
        (string Field, int Place)[] timing = [("PRESC", 28), ("SCLDEL", 20), ("SDADEL", 16), ("SCLH", 8), ("SCLL", 0)];
        var touch = Graphics("I2C3_Touch_Interface.cpp");
        Assert.Equal(Hex("I2C3_TIMINGR"), timing.Sum(t => Number(touch, $@"STM32_TIMINGR_{t.Field}\((\d+)U\)") << t.Place));
    }

    [Fact]
    public void Layer_is_that_of_the_table()
    {
        var display = Graphics("LTDC_Display_Interface.cpp");
        Assert.Equal(Hex("LTDC_L1PFCR"), Number(display, @"LTDC_L1PFCR = (\d+);"));
        Assert.Equal(Hex("LTDC_L1CACR"), Number(display, @"LTDC_L1CACR = (\d+);"));
        var (first, second) = (Number(display, @"LTDC_L1BFCR = (\d+)u << 8 \|"),
            Number(display, @"LTDC_L1BFCR = \d+u << 8 \| (\d+)u;"));
        Assert.Equal(Hex("LTDC_L1BFCR"), first << 8 | second);
        // What stands there after reset, and on.
        const long AfterReset = 0x2220;
        Assert.Equal(["LTDC_GCR |= LTDC_GCR_ENABLE;"], Regex.Matches(display, @"LTDC_GCR [|&^]?=[^=;]*;").Select(m => m.Value));
        Assert.Equal(AfterReset | 1, Hex("LTDC_GCR"));
    }

    [SkippableFact]
    public void Memory_protection_is_that_of_the_table()
    {
        Assert.Equal(Hex("MPU_CTRL"), memory.Values("mpu")[0][0]);
        var rows = s_ours.Keys.Where(name => name.StartsWith("MPU_RASR of ", StringComparison.Ordinal)).ToArray();
        var regions = memory.Values("region").Where(region => (region[1] & 1) != 0).ToArray();
        Assert.Equal(
            rows.Select(name => (Convert.ToUInt32(name.Split(' ')[^1], 16), (uint)Hex(name))),
            regions.Select(region => (region[0] & ~31u, region[1])));
        Assert.Equal("by DMA into uncached SRAM2", s_ours["SDMMC1 transfers"]);
    }

    /// <summary>A row that nothing here looks at could say anything.</summary>
    [Fact]
    public void Every_row_is_looked_at()
    {
        var test = File.ReadAllText(RepositoryRoot.Combine("tests", "TinyClassify.Firmware.Tests", "RegisterTableTests.cs"));
        // ChibiOS computes the wait states; the regions' rows are compared as a whole.
        var rows = s_ours.Keys.Where(name => name != "FLASH_ACR" && !name.StartsWith("MPU_RASR of ", StringComparison.Ordinal));
        Assert.All(rows, name => Assert.Contains($"\"{name}\"", test));
    }

    private static string Graphics(string file) => Overlay.Read("nanoCLR", "nanoFramework.Graphics", file);

    private static long Number(string text, string pattern) =>
        long.Parse(Assert.Single(Regex.Matches(text, pattern)).Groups[1].Value, CultureInfo.InvariantCulture);

    private static long Hex(string register) => long.Parse(s_ours[register].AsSpan(2), NumberStyles.HexNumber,
        CultureInfo.InvariantCulture);

    private static long Value(string macro) => CompiledConfiguration.Evaluate("nanoCLR", "mcuconf.h", macro);

    private static Dictionary<string, long> Run()
    {
        Tool.SkipWithout("g++", "g++");
        using var scratch = new Scratch();
        Tool.MustRun(scratch.Folder, "g++", "-std=c++17", "-Wall", "-Wextra", "-Werror", "-o", "registers",
            "-include", scratch.Write("fake.h",
                "#include <stdint.h>\nextern \"C\" volatile uint32_t* FakeRegister(uint32_t);\n#define REGISTER(a) "
                + "(*FakeRegister(a))\n"),
            "-I", Path.Combine(Overlay.Board, "common"), "-I", Path.Combine(Overlay.Board, "nanoCLR", "nanoFramework.Graphics"),
            RepositoryRoot.Combine("tests", "TinyClassify.Firmware.Tests", "declarations", "register_machine.cc"));
        return Tool.MustRun(scratch.Folder, scratch.File("registers")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')).ToDictionary(parts => parts[0],
                parts => long.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
