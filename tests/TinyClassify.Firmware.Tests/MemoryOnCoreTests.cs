using System.Globalization;

namespace TinyClassify.Firmware.Tests;

/// <summary>What the MPU holds after target_external_memory.c ran on an emulated Cortex-M7, and what it asks of the
/// SDRAM.</summary>
public sealed class MemoryOnCoreTests(MemoryOnCoreTests.Outcome outcome) : IClassFixture<MemoryOnCoreTests.Outcome>
{
    private const uint NoAccess = 0, FullAccess = 3;

    // TEX, C and B of ARMv7-M, table B3-13.
    private const uint DeviceMemory = 0b000_01, NormalUncached = 0b001_00, NormalWriteBack = 0b001_11;

    private static readonly Dictionary<string, Region> s_common = BoardFacts.Regions("common", "memory_map.ld");
    private static readonly Dictionary<string, Region> s_clr = BoardFacts.Regions("nanoCLR", "STM32F746xx_CLR.ld");

    [SkippableFact]
    public void Mpu_is_enabled_over_the_default_map() => Assert.Equal(0b101u, outcome.Values("mpu")[0][0]);

    [SkippableFact]
    public void Sdram_is_write_back()
    {
        var sdram = outcome.Regions[3];
        Assert.Equal(new Region(0xC0000000, 8 << 20), sdram.Region);
        Assert.Equal((FullAccess, NormalWriteBack), (sdram.Access, sdram.Type));
    }

    /// <summary>A region with a higher number comes before one with a lower: both must lie above the SDRAM's.</summary>
    [SkippableFact]
    public void What_dma_reads_or_writes_is_never_cached()
    {
        var (framebuffer, card) = (outcome.Regions[4], outcome.Regions[5]);
        Assert.Equal(s_clr["framebuffer"], framebuffer.Region);
        Assert.Equal(s_common["ram2"], card.Region);
        Assert.Equal((FullAccess, NormalUncached), (framebuffer.Access, framebuffer.Type));
        Assert.Equal((FullAccess, NormalUncached), (card.Access, card.Type));
    }

    [SkippableFact]
    public void Unused_external_memory_cannot_be_read_but_for_the_controllers_registers()
    {
        Assert.Equal(new Region(0x60000000, 1 << 29), outcome.Regions[0].Region);
        Assert.Equal(new Region(0x80000000, 1 << 29), outcome.Regions[1].Region);
        Assert.Equal(new Region(0xA0000000, 8 << 10), outcome.Regions[2].Region);
        Assert.Equal([NoAccess, NoAccess, FullAccess], outcome.Regions.Take(3).Select(r => r.Access));
        Assert.All(outcome.Regions.Take(3), r => Assert.Equal(DeviceMemory, r.Type));
        Assert.Equal(0x30D2u, outcome.Values("mpu")[0][1]);  // FMC_BCR1 without its enabling bit.
    }

    [SkippableFact]
    public void Regions_are_aligned_and_nothing_runs_from_them()
    {
        Assert.Equal(6, outcome.Regions.Length);
        Assert.All(outcome.Regions, r => Assert.Equal(0, r.Region.Origin % r.Region.Length));
        Assert.All(outcome.Regions, r => Assert.True(r.ExecuteNever));
    }

    /// <summary>The r0p1 core loses stores to write-through memory (Arm erratum 1259864): TEX 0, C 1, B 0, or an outer policy of
    /// it.</summary>
    [SkippableFact]
    public void No_memory_is_write_through() => Assert.All(outcome.Regions,
        r => Assert.Contains(r.Type, new[] { DeviceMemory, NormalUncached, NormalWriteBack }));

    [SkippableFact]
    public void Cache_is_cleaned_before_the_mpu_changes_and_both_are_on_after_it()
    {
        Assert.Equal(0u, outcome.Values("clean")[0][0]);
        Assert.Equal(0b101u, outcome.Values("icache")[0][0]);
        Assert.Equal(0b101u, outcome.Values("dcache")[0][0]);
    }

    /// <summary>MT48LC4M32B2-6A at 72 MHz: least nanoseconds by its data sheet, in the order of FMC_SDTR's fields.</summary>
    [SkippableFact]
    public void Sdram_timing_meets_the_data_sheet()
    {
        var (control, timing) = (outcome.Values("control")[0][0], outcome.Values("control")[0][1]);
        double cycle = (control >> 10 & 3) / 0.216;  // SDCLK is HCLK by 2 or 3.
        Assert.InRange(cycle, 10, 15);
        (string Name, double Least)[] fields =
            [("load to active", 2 * cycle), ("exit self-refresh", 70), ("self-refresh", 42), ("row cycle", 60),
                ("write recovery", 2 * cycle), ("precharge", 18), ("row to column", 18)];
        for (int i = 0; i < fields.Length; i++)
            Assert.True(((timing >> (4 * i) & 15) + 1) * cycle >= fields[i].Least - 1e-9,
                $"{fields[i].Name} is shorter than {fields[i].Least} ns");
        double refresh = ((outcome.Values("command")[0][1] >> 1 & 0x1FFF) + 20) * cycle;
        Assert.InRange(refresh, 0, 64e6 / 4096 + 1e-6);
    }

    internal readonly record struct MpuRegion(Region Region, uint Access, uint Type, bool ExecuteNever);

    /// <summary>One run of the program, for all tests.</summary>
    public sealed class Outcome
    {
        private readonly string[] _lines;

        public Outcome()
        {
            if (!Tool.Exists(Tool.ArmCompiler) || !Tool.Exists("qemu-system-arm"))
            {
                _lines = [];
                return;
            }

            using var scratch = new Scratch();
            foreach (var header in new[] { "ch.h", "hal.h", "hal_nf_community.h", "fsmc_sdram_lld.h" }) scratch.Write(header, "");
            EmulatedCore.Build(scratch, "memory_machine.c", "-include",
                RepositoryRoot.Combine("tests", "TinyClassify.Firmware.Tests", "declarations", "declarations.h"),
                "-I", scratch.Folder, Path.Combine(Overlay.Board, "target_external_memory.c"));
            _lines = EmulatedCore.Run(scratch);
        }

        /// <summary>The regions that are on, by number.</summary>
        internal MpuRegion[] Regions => Values("region").Where(v => (v[1] & 1) != 0).Select(v => new MpuRegion(
            new Region(v[0] & ~31u, 1L << (int)((v[1] >> 1 & 31) + 1)), v[1] >> 24 & 7, (v[1] >> 19 & 7) << 2 | (v[1] >> 16 & 3),
            (v[1] >> 28 & 1) != 0)).ToArray();

        /// <summary>The two numbers of each line that begins with a word.</summary>
        public uint[][] Values(string word)
        {
            Skip.If(_lines.Length == 0, "gcc-arm-none-eabi or qemu-system-arm is not installed");
            var found = _lines.Where(line => line.StartsWith(word + " ", StringComparison.Ordinal)).ToArray();
            Assert.NotEmpty(found);
            return found.Select(line => line.Split(' ')[1..]
                .Select(n => uint.Parse(n, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        }
    }
}
