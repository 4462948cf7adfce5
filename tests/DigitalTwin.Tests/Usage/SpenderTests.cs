using DigitalTwin.Usage;

namespace DigitalTwin.Tests.Usage;

public sealed class SpenderTests
{
    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 7)]
    [InlineData(false, 7)]
    public void A_turn_of_several_calls_is_one_turn_also_where_they_cost_nothing(bool beginsTurn, long cost)
    {
        var spender = new Spender("session", "me.example", 100) { BeginsTurn = beginsTurn };
        Enumerable.Range(0, 3).Select(_ => spender.Add(cost)).ShouldBe([beginsTurn, false, false]);
        spender.Spent.ShouldBe(3 * cost);
    }
}
