using DigitalTwin.Personas.Versions;

namespace DigitalTwin.Tests.Personas.Versions;

public sealed class PersonaDiffTests
{
    [Theory]
    [InlineData("a\nb\nc\n", "a\nb\nc\n", "", 0, 0)]
    [InlineData("a\r\nb\r\n", "a\nb\n", "", 0, 0)]
    [InlineData("a\nb\nc", "a\nX\nc", "@@ -1,3 +1,3 @@\n a\n-b\n+X\n c\n", 1, 1)]
    [InlineData("", "a", "@@ -0,0 +1,1 @@\n+a\n", 1, 0)]
    [InlineData("a\nb", "a\nb\nc", "@@ -1,2 +1,3 @@\n a\n b\n+c\n", 1, 0)]
    [InlineData("1\n2\n3\n4\n5\n6\n7\n8\n9", "1\n2\n3\n4\n5\n6\n7\n8\nX", "@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+X\n", 1, 1)]
    public void A_diff_shows_what_changes_and_three_lines_around_it(string before, string after, string text, int added, int removed)
    {
        var diff = PersonaDiff.Of(before, after);
        (diff.Text, diff.Added, diff.Removed).ShouldBe((text, added, removed));
    }

    [Fact]
    public void Changes_far_apart_are_shown_apart()
    {
        var lines = Enumerable.Range(1, 40).Select(line => $"line {line}").ToList();
        var changed = lines.Select(line => line is "line 5" or "line 9" or "line 30" ? "changed" : line);
        PersonaDiff.Of(string.Join('\n', lines), string.Join('\n', changed)).Text.Split("@@ -").Length.ShouldBe(3);
    }
}
