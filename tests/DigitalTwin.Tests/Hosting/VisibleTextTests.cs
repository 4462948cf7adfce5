using DigitalTwin.Hosting;

namespace DigitalTwin.Tests.Hosting;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    [InlineData(" \u200B ")]
    [InlineData("\u200C\u200D\u2060\uFEFF")]
    [InlineData("\u00A0\u3000\u2003")]
    [InlineData("\u202E\u2066\u2069")]
    [InlineData("\u115F\u1160\u3164\uFFA0")]
    [InlineData("\u2800\u2800")]
    [InlineData("\u034F\uFE0F")]
    [InlineData("\u0301")]
    [InlineData("\u00AD")]
    [InlineData("\u2028\u2029")]
    [InlineData("\u180E")]
    [InlineData("\uE000")]
    [InlineData("\U000E0041")]
    [InlineData("\U0001D159")]
    public void Blank(string? text) => VisibleText.IsBlank(text).ShouldBeTrue();

    [Theory]
    [InlineData("a")]
    [InlineData("?")]
    [InlineData(" \u200B!")]
    [InlineData("é")]
    [InlineData("क्")]
    [InlineData("中")]
    [InlineData("👋")]
    [InlineData("👨‍👩‍👧")]
    [InlineData("❤️")]
    [InlineData("ㅋ")]
    [InlineData("⠓")]
    [InlineData("١")]
    [InlineData("\u1100")]
    public void Visible(string text) => VisibleText.IsBlank(text).ShouldBeFalse();
}
