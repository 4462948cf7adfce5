using DigitalTwin.Documents.Reading;
using DigitalTwin.Hosting;
using DigitalTwin.LocalHost.Commands;
using DigitalTwin.LocalHost.Documents;
using DigitalTwin.LocalHost.Storage;
using DigitalTwin.LocalHost.Storage.Rows;
using DigitalTwin.LocalHost.Turns;
using DigitalTwin.Storage;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Running;

namespace DigitalTwin.LocalHost;

/// <summary>The product on Kestrel, with an embedded database.</summary>
internal static class LocalHostApp
{
    // Not in a settings file, where it would take precedence over ASPNETCORE_URLS.
    private const string DefaultUrl = "http://localhost:7071";

    // How long turns that are running when the host stops may take to finish.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    /// <param name="args">The command line.</param>
    /// <param name="configure">Adds to the product: tools of one's own, or a scheduler of turns instead of this host's.</param>
    /// <exception cref="StartupException">The command line asks for something else, or the data folder cannot be used.</exception>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? configure = null)
    {
        var line = CommandLine.Parse(args);
        var builder = line.Command == Command.Serve
            ? CreateBuilder(line.Settings)
            : throw new StartupException("This command line runs no twin.");
        builder.WebHost.UseUrls([.. AddressesOf(builder.Configuration), .. OperatorAddress(builder.Configuration)]);

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // RequestBody has the limit that callers see; this one only bounds what Kestrel reads before it.
            kestrel.Limits.MaxRequestBodySize = 2 * 1024 * 1024;
        });
        AddLogging(builder);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        AddStorage(builder);
        builder.Services.AddDigitalTwin(builder.Configuration);
        builder.Services.AddHostedService<KeysAtStart>();
        builder.Services.AddHostedService<RetentionService>();
        builder.Services.AddHostedService<WatchService>();
        AddReadings(builder.Services);
        configure?.Invoke(builder.Services);
        if (builder.Services.All(service => service.ServiceType != typeof(ITurnScheduler)))
        {
            AddTurnScheduler(builder.Services);
        }

        var app = builder.Build();
        Use(app);
        return app;
    }

    /// <summary>The host's builder, which has its configuration.</summary>
    /// <param name="settings">The command line's settings.</param>
    public static WebApplicationBuilder CreateBuilder(string[] settings) => WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = settings,
        // Settings and page come with the program, wherever it is started from.
        ContentRootPath = AppContext.BaseDirectory,
    });

    /// <summary>Where a twin with this configuration listens: at least one address.</summary>
    public static IReadOnlyList<string> AddressesOf(IConfiguration configuration)
        => Listens(configuration) is { Length: > 0 } set ? set : [DefaultUrl];

    // Where the twin listens itself, on the other port.
    private static IEnumerable<string> OperatorAddress(ConfigurationManager configuration)
    {
        var port = configuration.GetValue<int>("Access:OperatorPort");
        return port == 0 ? [] : [$"http://{BindingAddress.Parse(AddressesOf(configuration)[0]).Host}:{port}"];
    }

    private static string[] Listens(IConfiguration configuration) => configuration["urls"] is { Length: > 0 } urls
        ? urls.Split(';', StringSplitOptions.RemoveEmptyEntries)
        : [.. (configuration["http_ports"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(port => $"http://*:{port}")];

    private static void Use(WebApplication app)
    {
        // Where a proxy closes what is silent.
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(15) });
        app.UseDigitalTwin();
        app.MapDigitalTwin();
    }

    private static void AddStorage(WebApplicationBuilder builder)
    {
        var data = DataFolder.Open(DataFolder.PathOf(builder.Configuration));
        var (database, reserve) = (TwinDatabase.Open(data.Database), new DiskReserve(data.Reserve));
        reserve.Take();
        builder.Services.AddSingleton(_ => data);
        builder.Services.AddSingleton<IStorageSpace, DiskSpace>();
        builder.Services.AddSingleton(services
            => new SqliteRowStore(database, reserve, services.GetRequiredService<ILogger<SqliteRowStore>>()));
        builder.Services.AddSingleton<IRowStore>(services => services.GetRequiredService<SqliteRowStore>());
        builder.Services.AddSingleton<IErasedSpace>(services => services.GetRequiredService<SqliteRowStore>());
        builder.Services.AddSingleton<IBlobStore>(services
            => new FileBlobStore(data.Blobs, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<ISecretStore>(services
            => new LocalSecretStore(data.Secrets, services.GetRequiredService<IConfiguration>()));
        if (data.IsNew)
        {
            builder.Services.AddHostedService<SamplePersonaSeed>();
        }
    }

    private static void AddReadings(IServiceCollection services)
        => services.AddSingleton<IPageReader, TesseractPageReader>()
            .AddSingleton<LocalReadings>()
            .AddSingleton<IReadingScheduler>(services => services.GetRequiredService<LocalReadings>())
            .AddHostedService(services => services.GetRequiredService<LocalReadings>());

    // The data folder's lock proves that no other process is at work on its turns: those that a crash cut off are taken up at once.
    private static void AddTurnScheduler(IServiceCollection services)
        => services.AddSingleton(new ProcessIdentity("the only one"))
            .AddSingleton<WaitingTurns>()
            .AddSingleton<ITurnScheduler>(services => services.GetRequiredService<WaitingTurns>())
            .AddHostedService<TurnWaker>();

    private static void AddLogging(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();

        // LocalHostRunner says why the host cannot start; this logger would repeat it with a page of stack trace.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        if (builder.Environment.IsDevelopment())
        {
            builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss "));
        }
        else
        {
            builder.Logging.AddJsonConsole(console =>
            {
                console.IncludeScopes = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "O";
            });
        }
    }
}
