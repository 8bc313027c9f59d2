using System.Xml.Linq;
using Xunit;

namespace TinyClassify.TestRun.Tests;

public class ReportTests
{
    private const string CTest = """
        <testsuite name="t" tests="5">
          <testcase name="Conv.Matches" status="run"><system-out>[  PASSED  ]</system-out></testcase>
          <testcase name="Conv.Breaks" status="fail"><failure message=""/>
            <system-out>conv_test.cc:12: Failure
        Expected 1
        Actual 2</system-out></testcase>
          <testcase name="Tflm.Equal" status="notrun"><skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/>
            <system-out>[ RUN      ] Tflm.Equal
        tflm_test.cc:9: Skipped
        TFLM_DIR is not set
        [  SKIPPED ] Tflm.Equal</system-out></testcase>
          <testcase name="fuzz_NOT_BUILT" status="notrun"><skipped message="Unable to find executable"/></testcase>
        </testsuite>
        """;

    private const string Trx = """
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
          <Results>
            <UnitTestResult testName="A.Passes" outcome="Passed" />
            <UnitTestResult testName="A.Fails" outcome="Failed">
              <Output><ErrorInfo><Message>Assert.Equal() Failure</Message></ErrorInfo></Output>
            </UnitTestResult>
            <UnitTestResult testName="A.NeedsData" outcome="NotExecuted">
              <Output><ErrorInfo><Message>TINYCLASSIFY_DATA is not set</Message></ErrorInfo></Output>
            </UnitTestResult>
          </Results>
          <ResultSummary outcome="OUTCOME" />
        </TestRun>
        """;

    [Fact]
    public void Ctest_counts_a_missing_program_as_failed_and_an_asked_skip_as_skipped()
    {
        Tally tally = JUnitReport.Read(XDocument.Parse(CTest));

        Assert.Equal("1 passed, 2 failed, 1 skipped", tally.Summary);
        Assert.Equal(new Note("Tflm.Equal", "TFLM_DIR is not set"), Assert.Single(tally.Skipped));
        Assert.Equal("conv_test.cc:12: Failure | Expected 1 | Actual 2", tally.Failed[0].Reason);
        Assert.Equal(new Note("fuzz_NOT_BUILT", "Unable to find executable"), tally.Failed[1]);
    }

    [Fact]
    public void Trx_counts_each_outcome_and_keeps_its_reason()
    {
        Tally tally = TrxReport.Read(XDocument.Parse(Trx.Replace("OUTCOME", "Failed")));

        Assert.Equal("1 passed, 1 failed, 1 skipped", tally.Summary);
        Assert.Equal("TINYCLASSIFY_DATA is not set", tally.Skipped[0].Reason);
        Assert.Equal("Assert.Equal() Failure", tally.Failed[0].Reason);
    }

    [Fact]
    public void Trx_of_an_aborted_test_host_counts_one_more_failure() =>
        Assert.Equal("1 passed, 2 failed, 1 skipped", TrxReport.Read(XDocument.Parse(Trx.Replace("OUTCOME", "Aborted"))).Summary);
}
