using Xunit;

namespace TinyClassify.TestRun.Tests;

public class TallyTests
{
    [Fact]
    public void A_runner_that_dies_without_naming_a_failed_test_fails()
    {
        var tally = new Tally();

        tally.AddRunner("ctest", new Tally { Passed = 3 }, exitCode: 139);

        Assert.Equal("3 passed, 1 failed, 0 skipped", tally.Summary);
        Assert.False(tally.Succeeded);
    }

    [Fact]
    public void A_runner_that_ran_no_test_fails()
    {
        var tally = new Tally { Passed = 3 };

        tally.AddRunner("ctest", new Tally(), exitCode: 0);

        Assert.False(tally.Succeeded);
    }

    [Fact]
    public void A_failed_test_is_not_counted_again_for_the_exit_code_it_causes()
    {
        var tally = new Tally();

        tally.AddRunner("ctest", new Tally { Failed = { new Note("Conv.Breaks", "1 != 2") } }, exitCode: 8);

        Assert.Single(tally.Failed);
    }

    [Fact]
    public void Nothing_but_skips_is_no_success() =>
        Assert.False(new Tally { Skipped = { new Note("Tflm.Equal", "TFLM_DIR is not set") } }.Succeeded);
}
