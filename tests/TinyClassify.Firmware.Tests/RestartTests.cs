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
    public void Without_an_application_the_board_waits() => Assert.Equal(WaitForDebugger, Boot(bySoftware: false, deployed: false));

    [SkippableFact]
    public void Application_that_stops_at_once_is_given_up_after_the_limit()
    {
        Boot(bySoftware: false);
        for (int i = 0; i < QuickRestartLimit; i++) Assert.Equal(RunAndRestart, Boot(bySoftware: true));
        Assert.Equal(WaitForDebugger, Boot(bySoftware: true));
        Assert.Equal(WaitForDebugger, Boot(bySoftware: true));
    }

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
        logic.Get<BoardLogic.FaultFunction>("RestartRecord_Fault")(ref _record, new BoardLogic.FaultFacts { Pc = 1, Lr = 2, Cfsr = 3 });
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
