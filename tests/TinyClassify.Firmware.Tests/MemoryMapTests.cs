using System.Text.RegularExpressions;

namespace TinyClassify.Firmware.Tests;

/// <summary>The places that several files state agree: linker scripts, flash sectors, upstream's macros, the classifier's
/// memory.</summary>
public sealed class MemoryMapTests
{
    private static readonly Dictionary<string, Region> s_common = BoardFacts.Regions("common", "memory_map.ld");
    private static readonly Dictionary<string, Region> s_clr = BoardFacts.Regions("nanoCLR", "STM32F746xx_CLR.ld");
    private static readonly Dictionary<string, Region> s_booter = BoardFacts.Regions("nanoBooter", "STM32F746xx_booter.ld");

    [Fact]
    public void Flash_is_filled_without_gap_or_overlap()
    {
        Region[] parts = [s_booter["flash0"], s_common["config"], s_clr["flash0"], s_common["deployment"]];
        Assert.Equal(0x08000000, parts[0].Origin);
        for (int i = 1; i < parts.Length; i++) Assert.Equal(parts[i - 1].End, parts[i].Origin);
        Assert.Equal(0x08000000 + 1024 * 1024, parts[^1].End);
    }

    [Fact]
    public void Code_runs_at_the_itcm_alias_of_where_it_is_stored()
    {
        foreach (var script in new[] { s_clr, s_booter })
        {
            Assert.Equal(script["flash0"].Origin - 0x08000000 + 0x00200000, script["flash1"].Origin);
            Assert.Equal(script["flash0"].Length, script["flash1"].Length);
        }
    }

    [Fact]
    public void Sdram_is_filled_without_overlap()
    {
        Region[] parts = [s_clr["clr_heap"], s_clr["classifier"], s_clr["graphics_ram"], s_clr["framebuffer"]];
        Assert.Equal(0xC0000000, parts[0].Origin);
        for (int i = 1; i < parts.Length; i++) Assert.Equal(parts[i - 1].End, parts[i].Origin);
        Assert.Equal(0xC0000000 + 8 * 1024 * 1024, parts[^1].End);
    }

    [Fact]
    public void Internal_ram_regions_do_not_overlap()
    {
        var parts = new[] { "bootclpbrd", "ram3", "ram0", "ram2" }.Select(name => s_common[name]).ToArray();
        Assert.Equal(0x20000000, parts[0].Origin);
        for (int i = 1; i < parts.Length; i++) Assert.Equal(parts[i - 1].End, parts[i].Origin);
        Assert.Equal(0x20000000 + 320 * 1024, parts[^1].End);
    }

    [Fact]
    public void Classifiers_static_memory_fits_its_regions()
    {
        var header = File.ReadAllText(RepositoryRoot.Combine("native-interop", "interop", "board_memory.h"));
        long Size(string name) => long.Parse(Regex.Match(header, name + @" = (\d+) \* 1024;").Groups[1].Value) * 1024;
        Assert.True(Size("kModelMemoryBytes") <= s_common["ram0"].Length);
        Assert.True(Size("kWorkspaceBytes") + Size("kListBytes") + Size("kModelSlotBytes") <= s_clr["classifier"].Length);
    }

    [Fact]
    public void Block_storage_lists_the_linkers_sectors()
    {
        var source = Overlay.Read("common", "Device_BlockStorage.c");
        Assert.Contains("{(0), 0x08000000, 4, 32 * 1024,", source);
        Assert.Contains("{(0), 0x08020000, 1, 128 * 1024,", source);
        Assert.Contains("{(0), 0x08040000, 3, 256 * 1024,", source);
        Assert.Contains("{BlockRange_BLOCKTYPE_DEPLOYMENT, 2, 2}", source);
        Assert.Equal(0x08040000 + 2 * 256 * 1024, s_common["deployment"].Origin);
    }

    [Fact]
    public void Upstreams_macros_state_the_chips_memory()
    {
        var header = Overlay.Read("target_common.h.in");
        Assert.Contains("#define FLASH1_MEMORY_StartAddress ((uint32_t)0x08000000)", header);
        Assert.Contains("#define FLASH1_MEMORY_Size ((uint32_t)0x00100000)", header);
        Assert.Contains("#define RAM1_MEMORY_StartAddress ((uint32_t)0xC0000000)", header);
        Assert.Contains("#define RAM1_MEMORY_Size ((uint32_t)0x00800000)", header);
    }
}
