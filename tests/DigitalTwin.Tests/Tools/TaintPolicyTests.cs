using DigitalTwin.Tools;

namespace DigitalTwin.Tests.Tools;

/// <summary>What strangers' words may lead to.</summary>
public sealed class TaintPolicyTests
{
    [Theory]
    [InlineData(Sink.None, ToolApproval.Never, Taint.Mail, true)]
    [InlineData(Sink.Send, ToolApproval.Never, Taint.None, true)]
    [InlineData(Sink.Send, ToolApproval.Never, Taint.Visitor, false)]
    [InlineData(Sink.Send, ToolApproval.Visitor, Taint.Visitor, true)]
    [InlineData(Sink.Send, ToolApproval.Always, Taint.Visitor, true)]
    [InlineData(Sink.Send, ToolApproval.Always, Taint.Visitor | Taint.Mail, false)]
    [InlineData(Sink.Send, ToolApproval.Always, Taint.Web, false)]
    [InlineData(Sink.Book, ToolApproval.Always, Taint.Invitation, false)]
    [InlineData(Sink.Book, ToolApproval.Visitor, Taint.Document, false)]
    [InlineData(Sink.Book, ToolApproval.Visitor, Taint.Visitor, true)]
    [InlineData(Sink.Publish, ToolApproval.Always, Taint.None, true)]
    [InlineData(Sink.Publish, ToolApproval.Always, Taint.Visitor, false)]
    [InlineData(Sink.Persona, ToolApproval.Always, Taint.Document, false)]
    public void A_sink_refuses_by_what_the_turn_has_seen(Sink sink, ToolApproval approval, Taint taint, bool isAllowed)
        => (TaintPolicy.Refusal(sink, approval, taint) is null).ShouldBe(isAllowed);
}
