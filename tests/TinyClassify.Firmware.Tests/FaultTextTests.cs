using System.Runtime.InteropServices;
using System.Text;

namespace TinyClassify.Firmware.Tests;

/// <summary>What the board prints and shows after a fault.</summary>
public sealed class FaultTextTests(BoardLogic logic) : IClassFixture<BoardLogic>
{
    private static readonly BoardLogic.FaultFacts s_known =
        new() { Frame = 0x20001000, Pc = 0x00234568, Lr = 0x0021ABCD, Psr = 0x01000000 };

    [SkippableFact]
    public void Bus_fault_names_address_pc_and_lr()
    {
        var lines = Lines(s_known with { Exception = 5, Cfsr = 0x8200, Bfar = 0xCCCCCCCC });
        Assert.Equal(
        [
            "BusFault: access to an address without memory", "address 0xCCCCCCCC", "PC 0x00234568  LR 0x0021ABCD",
            "CFSR 0x00008200  HFSR 0x00000000", "PSR 0x01000000  frame 0x20001000",
        ], lines);
    }

    [SkippableTheory]
    [InlineData(4, 0x82u, "MemManage: access to memory that the MPU forbids")]
    [InlineData(6, 0x01000000u, "UsageFault: unaligned access")]
    [InlineData(6, 0x00010000u, "UsageFault: undefined instruction")]
    [InlineData(6, 0x02000000u, "UsageFault: division by zero")]
    [InlineData(3, 0u, "HardFault: cause unknown")]
    [InlineData(16 + 37, 0u, "Interrupt 37: interrupt without a handler")]
    public void First_line_says_what_happened(int exception, uint cfsr, string expected) =>
        Assert.Equal(expected, Lines(s_known with { Exception = (uint)exception, Cfsr = cfsr, Mmfar = 4 })[0]);

    [SkippableFact]
    public void Address_is_told_only_where_the_core_knows_it() =>
        Assert.Equal("address not known", Lines(s_known with { Exception = 5, Cfsr = 0x0400, Bfar = 0x12345678 })[1]);

    [SkippableFact]
    public void Lost_stack_is_said()
    {
        var lines = Lines(new BoardLogic.FaultFacts { Exception = 4, Cfsr = 0x10 });
        Assert.Equal("MemManage: stack overrun on exception entry (MPU)", lines[0]);
        Assert.Equal("PC and LR lost with the stack", lines[2]);
    }

    [SkippableFact]
    public void Long_reason_of_a_halt_is_cut_and_terminated()
    {
        var reason = Marshal.StringToHGlobalAnsi(new string('x', 200));
        var lines = Lines(new BoardLogic.FaultFacts { Halt = reason });
        Marshal.FreeHGlobal(reason);
        Assert.StartsWith("System halt: xxx", lines[0]);
        Assert.Equal(BoardLogic.LineBytes - 1, lines[0].Length);
        Assert.Equal("halted by the system itself", lines[2]);
    }

    private string[] Lines(BoardLogic.FaultFacts facts)
    {
        var text = Enumerable.Repeat((byte)0xEE, BoardLogic.LineBytes * BoardLogic.LineCount).ToArray();
        logic.Get<BoardLogic.FaultLinesFunction>("FaultLines")(facts, text);
        return text.Chunk(BoardLogic.LineBytes).Select(line => Encoding.ASCII.GetString(line, 0, Array.IndexOf(line, (byte)0)))
            .ToArray();
    }
}
