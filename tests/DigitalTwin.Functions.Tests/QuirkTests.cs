using DigitalTwin.Testing;
using DigitalTwin.Testing.Quirks;

namespace DigitalTwin.Functions.Tests;

/// <summary>
/// Odd answers of model servers, through the worker: one of each kind, with a worker of its own, since a process learns from what its model
/// sends. How they are read is the same on both hosts, and all are read on the other one.
/// </summary>
public sealed class QuirkTests(Azurite azurite)
{
    [Theory]
    [InlineData("finish_reason empty")]
    [InlineData("stays open after the mark")]
    [InlineData("usage null")]
    [InlineData("whole, though a stream was asked for")]
    [InlineData("thoughts without a beginning")]
    [InlineData("thoughts of gpt-oss")]
    [InlineData("length")]
    [InlineData("content_filter")]
    [InlineData("an error in the middle")]
    [InlineData("a web page")]
    [InlineData("a call that is none, as text")]
    [InlineData("422 with a list")]
    public async Task A_stream_of_it_ends_as_it_should(string name)
    {
        await using var app = new FunctionAppFixture(azurite);
        app.Settings["Persona__Path"] = RepositoryFiles.PathOf("src/DigitalTwin/Personas/Samples/ada-lovelace.md");
        _ = app.ConnectionString;
        await app.InitializeAsync();
        using var client = new TwinClient(app.Host.Address);
        await QuirkContract.StreamAsync(app.Model, client, name);
    }
}
