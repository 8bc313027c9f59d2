namespace TinyClassify.Firmware.Tests;

/// <summary>A board on its own restarts; one whose application stops again and again waits for a person.</summary>
public sealed class RestartTests(BoardLogic logic) : IClassFixture<BoardLogic>
{
    private const int RunAndRestart = 0;
    private const int WaitForDebugger = 1;
    private const int QuickRestartLimit = 5;

    private BoardLogic.RestartRecord _record = new() { Magic = 0xA5A5A5A5, QuickRestarts = 77, Check = 3 };

    [SkippableFact]
    public void Garbage_after_power_on_counts_as_nothing() => Assert.Equal(RunAndRestart, Boot(bySoftware: true));

    [SkippableFact]
    public void Without_an_application_the_board_waits() =>
        Assert.Equal(WaitForDebugger, Boot(bySoftware: false, deployed: false));

    [SkippableFact]
    public void Application_that_stops_at_once_is_given_up_after_the_limit()
    {
        Boot(bySoftware: false);
        for (int i = 0; i < QuickRestartLimit; i++) Assert.Equal(RunAndRestart, Boot(bySoftware: true));
        Assert.Equal(WaitForDebugger, Boot(bySoftware: true));
        Assert.Equal(WaitForDebugger, Boot(bySoftware: true));
    }

    /// <summary>Faults, too: once it waits, the application is not begun, and a fault of the waiting runtime restarts
    /// nothing.</summary>
    [SkippableFact]
    public void Application_that_faults_at_every_start_is_not_begun_for_ever()
    {
        Boot(bySoftware: false);
        for (int i = 0; i < QuickRestartLimit; i++)
        {
            Assert.Equal(0, logic.Get<BoardLogic.WaitsFunction>("RestartRecord_Waits")(_record));
            logic.Get<BoardLogic.FaultFunction>("RestartRecord_Fault")(ref _record, default);
            Assert.Equal(RunAndRestart, Boot(bySoftware: true));
        }

        logic.Get<BoardLogic.FaultFunction>("RestartRecord_Fault")(ref _record, default);
        Assert.Equal(WaitForDebugger, Boot(bySoftware: true));
        Assert.Equal(1, logic.Get<BoardLogic.WaitsFunction>("RestartRecord_Waits")(_record));
        var main = File.ReadAllText(Path.Combine(Overlay.Board, "nanoCLR", "main.c"));
        Assert.Contains("settings.WaitForDebugger = settings.EnterDebuggerLoopAfterExit && IsApplicationDeployed();", main);
    }

    /// <summary>Flags of RCC_CSR, RM0385 section 5.3.21: bits 28, 29, 30; 26 and 27 are the button's and power's.</summary>
    [SkippableTheory]
    [InlineData(0x0C000000, 0, 0)]
    [InlineData(0x14000000, 0, 1)]
    [InlineData(0x24000000, 0, 2)]
    [InlineData(0x44000000, 1, 2)]
    [InlineData(0x14000000, 1, 3)]
    public void Cause_of_the_restart_is_told(uint flags, int faultKnown, int cause) =>
        Assert.Equal(cause, logic.Get<BoardLogic.CauseFunction>("RestartCause_Of")(flags, faultKnown));

    [SkippableFact]
    public void Reset_button_starts_the_count_anew()
    {
        for (int i = 0; i < 20; i++) Boot(bySoftware: true);
        Assert.Equal(RunAndRestart, Boot(bySoftware: false));
        Assert.Equal(RunAndRestart, Boot(bySoftware: true));
    }

    [SkippableFact]
    public void Long_run_starts_the_count_anew()
    {
        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal(RunAndRestart, Boot(bySoftware: true));
            logic.Get<BoardLogic.StableFunction>("RestartRecord_Stable")(ref _record);
        }
    }

    [SkippableFact]
    public void Fault_is_remembered_until_power_off()
    {
        logic.Get<BoardLogic.FaultFunction>("RestartRecord_Fault")(ref _record,
            new BoardLogic.FaultFacts { Pc = 1, Lr = 2, Cfsr = 3 });
        Boot(bySoftware: true);
        Assert.Equal((1u, 1u, 2u, 3u), (_record.FaultKnown, _record.FaultPc, _record.FaultLr, _record.FaultCfsr));
        Boot(bySoftware: false);
        Assert.Equal(0u, _record.FaultKnown);
    }

    [SkippableFact]
    public void Damaged_record_is_thrown_away()
    {
        for (int i = 0; i < 20; i++) Boot(bySoftware: true);
        _record.QuickRestarts ^= 8;
        Assert.Equal(RunAndRestart, Boot(bySoftware: true));
    }

    private int Boot(bool bySoftware, bool deployed = true) =>
        logic.Get<BoardLogic.BootFunction>("RestartRecord_Boot")(ref _record, bySoftware ? 1 : 0, deployed ? 1 : 0);
}
