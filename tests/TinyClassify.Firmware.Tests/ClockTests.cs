using System.Globalization;

namespace TinyClassify.Firmware.Tests;

/// <summary>The clock tree that mcuconf_clocks.h sets up from the board's 25 MHz crystal. Limits: DS10916, RM0385 section
/// 5.2.</summary>
public sealed class ClockTests
{
    private const double Crystal = 25e6;

    [SkippableTheory]
    [InlineData("nanoCLR")]
    [InlineData("nanoBooter")]
    public void Core_runs_at_216_MHz(string image)
    {
        double input = Crystal / Value(image, "STM32_PLLM_VALUE");
        double oscillator = input * Value(image, "STM32_PLLN_VALUE");
        Assert.InRange(input, 0.95e6, 2.1e6);
        Assert.InRange(oscillator, 100e6, 432e6);
        Assert.Equal(216e6, oscillator / Value(image, "STM32_PLLP_VALUE"));
        Assert.Equal(48e6, oscillator / Value(image, "STM32_PLLQ_VALUE"));
    }

    [SkippableFact]
    public void Panel_gets_9_6_million_pixels_a_second()
    {
        double oscillator = Crystal / Value("nanoCLR", "STM32_PLLM_VALUE") * Value("nanoCLR", "STM32_PLLSAIN_VALUE");
        Assert.InRange(oscillator, 100e6, 432e6);
        Assert.Equal(9.6e6, oscillator / Value("nanoCLR", "STM32_PLLSAIR_VALUE") / Value("nanoCLR", "STM32_PLLSAIDIVR_VALUE"));
    }

    [SkippableFact]
    public void Interpreter_measures_time_at_the_cores_clock()
    {
        var clock = File.ReadAllText(RepositoryRoot.Combine("native-interop", "interop", "cycle_clock.cc"));
        Assert.Contains("#define TC_CORE_CLOCK_MHZ 216", clock);
    }

    /// <summary>The guide's rate, at which the divider of the 108 MHz bus must come within 2 % of a whole number.</summary>
    [SkippableTheory]
    [InlineData("nanoCLR")]
    [InlineData("nanoBooter")]
    public void Serial_port_meets_the_guides_rate(string image)
    {
        var rate = CompiledConfiguration.Evaluate(image, "halconf.h", "SERIAL_DEFAULT_BITRATE");
        Assert.Contains($" at {rate.ToString("N0", CultureInfo.InvariantCulture)} baud",
            File.ReadAllText(Path.Combine(Overlay.Patch, "README.md")));
        double divider = 108e6 / rate;
        Assert.InRange(Math.Abs(divider / Math.Round(divider) - 1), 0, 0.02);
    }

    [SkippableFact]
    public void Debug_checks_that_upstream_breaks_stay_off()
    {
        Assert.Equal(0, CompiledConfiguration.Evaluate("nanoCLR", "chconf.h", "CH_DBG_SYSTEM_STATE_CHECK"));
        Assert.Equal(1, CompiledConfiguration.Evaluate("nanoCLR", "chconf.h", "CH_DBG_ENABLE_STACK_CHECK"));
    }

    private static double Value(string image, string macro) => CompiledConfiguration.Evaluate(image, "mcuconf.h", macro);
}
