using DigitalTwin.Evals;

namespace DigitalTwin.Tests.Evals;

public sealed class EvalReportTests
{
    [Fact]
    public void A_report_is_one_file_in_which_all_that_was_said_is_text()
    {
        const string evil = "<script>alert(1)</script>\"'&";
        var wanted = new EvalCase { Id = evil, Question = evil, Must = [evil] };
        var result = new EvalResult(evil, evil, false, [new EvalCheck("must", false, evil)], evil, [], false, null);
        var row = new EvalRow(wanted, "default", result, result with { Passed = true }, "regressed");
        var run = new EvalRunView("1", evil, evil, "completed", default, null, 1, 1, 0, [evil]) { Rows = [row] };
        var html = EvalReport.Of(run);
        html.ShouldNotContain("<script");
        html.ShouldContain("&lt;script&gt;");
        html.ShouldContain("(regressed)");
        html.ShouldNotContain("src=");
        html.ShouldNotContain("href=");
    }
}
