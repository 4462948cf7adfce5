using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using DigitalTwin.Testing;
using DigitalTwin.Widget;

namespace DigitalTwin.Tests.Widget;

public sealed class WidgetBundleTests
{
    private const int MostBytes = 25_000;

    // Browsers take Brotli over HTTPS and on the machine itself; gzip is for what stands between.
    private const int MostForOldClients = 27_000;

    private readonly WidgetBundle bundle = new();

    private string Text => Encoding.UTF8.GetString(bundle.Content);

    [Fact]
    public void The_bundle_is_under_25_KB_as_it_travels()
    {
        var brotli = SizeIn(target => new BrotliStream(target, CompressionLevel.SmallestSize));
        var gzip = SizeIn(target => new GZipStream(target, CompressionLevel.SmallestSize));
        TestContext.Current.TestOutputHelper!.WriteLine($"{bundle.Content.Length} bytes, {brotli} with Brotli, {gzip} with gzip.");
        brotli.ShouldBeLessThan(MostBytes);
        gzip.ShouldBeLessThan(MostForOldClients);
    }

    private int SizeIn(Func<Stream, Stream> around)
    {
        using var target = new MemoryStream();
        using (var compressed = around(target))
        {
            compressed.Write(bundle.Content);
        }

        return target.ToArray().Length;
    }

    [Fact]
    public async Task The_bundle_is_one_script_that_parses()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "widget.cjs");
        await File.WriteAllBytesAsync(file, bundle.Content, TestContext.Current.CancellationToken);
        Npm.PathOf("typescript");
        var (exit, output) = await Npm.RunNodeAsync(["--check", file]);
        exit.ShouldBe(0, output);
        Text.ShouldNotContain("import {");
        Text.ShouldNotContain("\nexport ");
        Text.ShouldNotContain("@param");
    }

    [Fact]
    public async Task The_modules_have_no_type_errors()
    {
        var compiler = Npm.PathOf("typescript/bin/tsc");
        var (exit, output) = await Npm.RunNodeAsync([compiler, "--project", Path.Combine(Root(), "src", "widget", "tsconfig.json")]);
        exit.ShouldBe(0, output);
    }

    [Fact]
    public void The_integrity_is_the_contents()
    {
        bundle.Integrity.ShouldBe("sha384-" + Convert.ToBase64String(SHA384.HashData(bundle.Content)));
        new WidgetBundle().Version.ShouldBe(bundle.Version);
    }

    [Fact]
    public void Modules_are_joined_in_the_order_of_their_imports_each_once()
    {
        var modules = new Dictionary<string, string>
        {
            ["define.js"] = """
                // Head
                import { a } from './part/a.js';
                import { b } from './other/b.js';

                /** @type {number} */
                export const c = a + b;

                """,
            ["part/a.js"] = "import { b } from '../other/b.js';\nexport const a = b;\n",
            ["other/b.js"] = "export const b = 1; // stays\n",
        };
        Encoding.UTF8.GetString(new WidgetBundle(name => modules[name]).Content)
            .ShouldBe("(() => {\n'use strict';\nconst b = 1; // stays\n\nconst a = b;\n\nconst c = a + b;\n\n})();\n");
    }

    private static string Root([System.Runtime.CompilerServices.CallerFilePath] string path = "")
        => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
}
