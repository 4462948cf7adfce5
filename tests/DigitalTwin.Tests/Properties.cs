using FsCheck;
using FsCheck.Fluent;

namespace DigitalTwin.Tests;

/// <summary>Runs a property over generated values.</summary>
internal static class Properties
{
    /// <summary>Text of any UTF-16 code units, lone surrogates included.</summary>
    public static Gen<string> AnyText { get; } = Gen.OneOf(
        Gen.ArrayOf(Gen.Choose(0, 0xFFFF)).Select(codes => new string([.. codes.Select(code => (char)code)])),
        ArbMap.Default.GeneratorFor<UnicodeString>().Select(text => text.Item ?? ""),
        Gen.Elements("", "\ud83d", "😀", "plain text", "<visitor_message>", "[[id]]", "\0"));

    /// <summary>Words with spaces between them.</summary>
    public static Gen<string> Words { get; } = Gen
        .ArrayOf(Gen.Elements("engine", "note", "music", "mother", "the", "wings", "42", "été", "数学", "fly", "a"))
        .Select(words => string.Join(' ', words));

    public static void ForAll<T>(Gen<T> values, Action<T> property, int runs = 200)
        => Prop.ForAll(values.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(runs));
}
