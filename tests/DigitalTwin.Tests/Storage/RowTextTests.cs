using DigitalTwin.Storage;

namespace DigitalTwin.Tests.Storage;

public sealed class RowTextTests
{
    [Fact]
    public void Any_value_comes_back_and_is_well_formed_in_between() => Properties.ForAll(Properties.AnyText, text =>
    {
        var escaped = RowText.EscapeValue(text);
        RowText.UnescapeValue(escaped).ShouldBe(text);
        escaped.IsNormalized().ShouldBe(escaped.IsNormalized()); // IsNormalized throws on ill-formed text
        escaped.Any(c => char.IsControl(c) && c is not ('\t' or '\r' or '\n')).ShouldBeFalse();
    });

    [Fact]
    public void Any_key_comes_back_and_has_only_what_Table_storage_takes() => Properties.ForAll(Properties.AnyText, text =>
    {
        var escaped = RowText.EscapeKey(text);
        RowText.UnescapeKey(escaped).ShouldBe(text);
        escaped.IndexOfAny(['/', '\\', '#', '?', '%', '\'']).ShouldBe(-1);
        escaped.Any(char.IsControl).ShouldBeFalse();
    });

    [Fact]
    public void Text_that_needs_no_escape_is_not_copied()
    {
        const string text = "plain";
        RowText.EscapeKey(text).ShouldBeSameAs(text);
        RowText.EscapeValue(text).ShouldBeSameAs(text);
        RowText.UnescapeValue(text).ShouldBeSameAs(text);
    }
}
