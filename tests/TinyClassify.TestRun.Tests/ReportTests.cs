using System.Xml.Linq;
using Xunit;

namespace TinyClassify.TestRun.Tests;

public class ReportTests
{
    private const string CTest = """
        <testsuite name="t" tests="5">
          <testcase name="engine_tests" status="run"><system-out>[  PASSED  ] 3 tests.</system-out></testcase>
          <testcase name="plain" status="fail"><failure message=""/>
            <system-out>expected 1
        got 2</system-out></testcase>
          <testcase name="tflm" status="notrun"><skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/>
            <system-out>TFLM_DIR is not set</system-out></testcase>
          <testcase name="fuzz" status="notrun"><skipped message="Unable to find executable"/></testcase>
        </testsuite>
        """;

    private const string GoogleTest = """
        <testsuites tests="4" failures="1" disabled="1" errors="0">
          <testsuite name="Conv">
            <testcase name="Matches" status="run" result="completed" classname="Conv" />
            <testcase name="Breaks" status="run" result="completed" classname="Conv">
              <failure message="conv_test.cc:12&#x0A;Expected 1&#x0A;Actual 2" type=""/>
            </testcase>
            <testcase name="NeedsData" status="run" result="skipped" classname="Conv">
              <skipped message="conv_test.cc:20&#x0A;TINYCLASSIFY_REFERENCE_MODELS is not set"/>
            </testcase>
            <testcase name="DISABLED_Later" status="notrun" result="suppressed" classname="Conv" />
          </testsuite>
        </testsuites>
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
        Tally tally = JUnitReport.Read(XDocument.Parse(CTest), _ => null);

        Assert.Equal("1 passed, 2 failed, 1 skipped", tally.Summary);
        Assert.Equal(new Note("tflm", "TFLM_DIR is not set"), Assert.Single(tally.Skipped));
        Assert.Equal([new Note("plain", "expected 1 | got 2"), new Note("fuzz", "Unable to find executable")], tally.Failed);
    }

    [Fact]
    public void A_GoogleTest_program_counts_with_each_of_its_tests()
    {
        var inner = new Tally { Passed = 3 };

        Tally tally = JUnitReport.Read(XDocument.Parse(CTest), name => name == "engine_tests" ? inner : null);

        Assert.Equal("3 passed, 2 failed, 1 skipped", tally.Summary);
    }

    [Fact]
    public void A_GoogleTest_program_that_dies_after_a_clean_report_counts_as_failed()
    {
        Tally tally = JUnitReport.Read(XDocument.Parse(CTest), name => name == "plain" ? new Tally { Passed = 3 } : null);

        Assert.Contains(tally.Failed, note => note.Test == "plain");
    }

    [Fact]
    public void GoogleTest_counts_each_outcome_and_keeps_its_reason()
    {
        Tally tally = GoogleTestReport.Read(XDocument.Parse(GoogleTest), "engine_tests");

        Assert.Equal("1 passed, 1 failed, 2 skipped", tally.Summary);
        Assert.Equal(new Note("engine_tests Conv.Breaks", "conv_test.cc:12 | Expected 1 | Actual 2"), tally.Failed[0]);
        Assert.Equal("TINYCLASSIFY_REFERENCE_MODELS is not set", tally.Skipped[0].Reason);
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
