using System.IO.Compression;
using System.Text.RegularExpressions;
using DigitalTwin.Testing;

namespace DigitalTwin.Tests.OwnerConsole;

/// <summary>The console's files: their weight, their types, their words.</summary>
public sealed partial class ConsoleFilesTests
{
    private const int MostAtFirst = 60 * 1024;
    private const int MostOfScreen = 15 * 1024;
    private const string Folder = "src/console/";

    private static readonly string[] Languages = ["de", "fr", "es", "ar", "zh"];

    public static TheoryData<string> Screens()
        => [.. Files("screens").Where(file => !file[(Folder.Length + "screens/".Length)..].Contains('/', StringComparison.Ordinal))];

    public static TheoryData<string> Translations() => [.. Languages];

    [Fact]
    public void What_is_loaded_first_is_small()
    {
        var first = First().Append(Folder + "index.html").Append(Folder + "console.css").Sum(Zipped);
        TestContext.Current.TestOutputHelper!.WriteLine($"{first} bytes with gzip, with a language {first + Languages.Max(WordsOf)}.");
        (first + Languages.Max(WordsOf)).ShouldBeLessThan(MostAtFirst);
    }

    [Theory]
    [MemberData(nameof(Screens))]
    public void A_screen_is_small(string screen)
    {
        // With what it imports later: a screen's tabs come one by one.
        var bytes = Closure(screen).Except(First()).Sum(Zipped);
        TestContext.Current.TestOutputHelper!.WriteLine($"{bytes} bytes with gzip.");
        bytes.ShouldBeLessThan(MostOfScreen);
    }

    [Fact]
    public async Task The_modules_have_no_type_errors()
    {
        var compiler = Npm.PathOf("typescript/bin/tsc");
        var (exit, output) = await Npm.RunNodeAsync([compiler, "--project", RepositoryFiles.PathOf(Folder + "tsconfig.json")]);
        exit.ShouldBe(0, output);
    }

    [Theory]
    [MemberData(nameof(Translations))]
    public void Every_sentence_is_said_in_every_language(string language)
    {
        var said = Files("").Where(file => !file.Contains("/words/", StringComparison.Ordinal))
            .SelectMany(file => Sentence().Matches(RepositoryFiles.Read(file)).Select(match => match.Groups[1].Value))
            .Concat(["Today", "Conversations", "Knowledge", "Test", "Insight", "Settings", "Welcome"]).Distinct().ToList();
        said.Count.ShouldBeGreaterThan(200);
        var words = Pair().Matches(RepositoryFiles.Read($"{Folder}words/{language}.js"))
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        said.Where(sentence => !words.ContainsKey(sentence)).ShouldBeEmpty();
        words.Keys.Where(sentence => !said.Contains(sentence)).ShouldBeEmpty();
        words.Where(pair => !Places(pair.Key).SequenceEqual(Places(pair.Value))).ShouldBeEmpty();
    }

    [Fact]
    public void No_markup_is_parsed_and_no_style_is_written_into_it()
        => Files("").Append(Folder + "index.html").Select(RepositoryFiles.Read).ShouldAllBe(text => !Sink().IsMatch(text));

    private static List<string> First() => Closure(Folder + "main.js");

    private static int WordsOf(string language) => Zipped($"{Folder}words/{language}.js");

    private static IEnumerable<string> Files(string folder)
        => Directory.GetFiles(RepositoryFiles.PathOf(Folder + folder), "*.js", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(RepositoryFiles.PathOf(""), file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    // A module with all that it imports.
    private static List<string> Closure(string module)
    {
        var found = new List<string>();
        void Add(string name)
        {
            if (found.Contains(name))
            {
                return;
            }

            found.Add(name);
            foreach (Match import in Import().Matches(RepositoryFiles.Read(name)))
            {
                Add(new Uri(new Uri($"http://files/{name}"), import.Groups[1].Value).AbsolutePath[1..]);
            }
        }

        Add(module);
        return found;
    }

    private static int Zipped(string file)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.SmallestSize))
        {
            gzip.Write(File.ReadAllBytes(RepositoryFiles.PathOf(file)));
        }

        return target.ToArray().Length;
    }

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(match => match.Value).Order();

    [GeneratedRegex(@"^import [^;]*?from '([^']+)';", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex(@"\bt\('((?:[^'\\]|\\.)*)'")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"^ +'((?:[^'\\]|\\.)*)':\s+'((?:[^'\\]|\\.)*)',$", RegexOptions.Multiline)]
    private static partial Regex Pair();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|style=")]
    private static partial Regex Sink();
}
