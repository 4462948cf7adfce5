using DigitalTwin.Testing;
using DigitalTwin.Testing.Browsers;
using Microsoft.Playwright;

namespace DigitalTwin.LocalHost.Tests.Widget;

/// <summary>A test of the widget: a browser, a scripted model, a twin.</summary>
public abstract class WidgetTest(Browser browser) : IAsyncLifetime
{
    private protected ModelServer Model { get; private set; } = null!;

    private protected TwinHost Host { get; private set; } = null!;

    private protected Browser Browser => browser;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        Model = await ModelServer.StartAsync();
        Host = IsOffline ? await TwinHost.StartAsync() : await TwinHost.StartAsync(Model, [.. Settings]);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await browser.CloseAsync();
        await Host.DisposeAsync();
        await Model.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected virtual IEnumerable<string> Settings => [];

    private protected virtual bool IsOffline => false;

    private protected string Script => $"{Host.Address.GetLeftPart(UriPartial.Authority)}/widget.js";

    private protected async Task<ChatPage> OpenAsync(BrowserNewContextOptions? options = null, string? script = null, Uri? address = null)
        => await new ChatPage(await browser.OpenAsync(address ?? Host.Address, options, script)).OpenAsync();

    /// <summary>The twin asks back.</summary>
    private protected static Func<Microsoft.AspNetCore.Http.HttpContext, ModelRequest, Task> WhichOne { get; }
        = ModelServer.CallTools(("ask_visitor", ["""{"question":"Which one?","options":["Red","Blue"]}"""]));

    /// <summary>A website's page.</summary>
    private protected static string Html(string content) => $"<!doctype html><html lang=\"en\"><title>Site</title>{content}";

    private protected static string[] Words(int count) => [.. Enumerable.Range(0, count).Select(i => $"w{i} ")];

    private protected static string Line(int count) => string.Join(' ', Enumerable.Range(0, count).Select(i => $"w{i}"));
}
