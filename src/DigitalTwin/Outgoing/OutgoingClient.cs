using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Outgoing;

/// <summary>A call to another server.</summary>
/// <param name="Method">The method.</param>
/// <param name="Address">The address.</param>
internal sealed record OutgoingRequest(HttpMethod Method, Uri Address)
{
    /// <summary>The body, or none.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The body's media type.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Further headers. They go to the first host only: no redirect takes them to another one.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>How long the whole call may take, redirects included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Most bytes of the answer.</summary>
    public int MaxBytes { get; init; } = 1024 * 1024;
}

/// <summary>An answer of another server.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">Headers of the answer and of its body, under names of any case.</param>
/// <param name="Body">The body.</param>
/// <param name="Address">Where it came from in the end.</param>
internal sealed record OutgoingResponse(
    HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body, Uri Address);

/// <summary>
/// Calls other servers, whose addresses may come from anyone: each connection goes to an address that was checked after its name was
/// resolved, each redirect is checked like a new call, and time and size are bounded. All connectors use it.
/// </summary>
internal sealed class OutgoingClient : IDisposable
{
    private const int MostRedirects = 5;

    private readonly IReadOnlySet<string> inside;
    private readonly TimeProvider time;
    private readonly HttpMessageInvoker http;

    public OutgoingClient(IOptions<OutgoingOptions> options, TimeProvider time)
    {
        this.time = time;
        inside = options.Value.Hosts;
        http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Brotli,
            MaxResponseHeadersLength = 64,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            ConnectCallback = ConnectAsync,
        });
    }

    /// <summary>Makes a call. Whatever status comes is an answer.</summary>
    /// <exception cref="OutgoingException">There was no answer, or none that is taken.</exception>
    public async Task<OutgoingResponse> SendAsync(OutgoingRequest request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(request.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await FollowAsync(request, either.Token);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OutgoingException(OutgoingFailure.Timeout, $"{request.Address.Host} took too long to answer.", error);
        }
        catch (HttpRequestException error) when (error.InnerException is OutgoingException refused)
        {
            throw refused;
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new OutgoingException(OutgoingFailure.Unreachable, $"{request.Address.Host} cannot be reached.", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<OutgoingResponse> FollowAsync(OutgoingRequest request, CancellationToken cancellationToken)
    {
        var (address, method, body) = (request.Address, request.Method, request.Body);
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            Check(address, request.Address);
            using var message = ToMessage(request, address, method, body);
            using var response = await http.SendAsync(message, cancellationToken);
            if (Next(response, address) is not { } next)
            {
                return await ReadAsync(response, address, request.MaxBytes, cancellationToken);
            }

            // RFC 9110, 15.4: after these a client asks for the other address, and sends its body no second time.
            if (response.StatusCode is HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther && method != HttpMethod.Head)
            {
                (method, body) = (HttpMethod.Get, null);
            }

            address = next;
        }

        throw new OutgoingException(OutgoingFailure.TooManyRedirects, $"{request.Address.Host} redirects too often.");
    }

    private static void Check(Uri address, Uri first)
    {
        var isFine = address.IsAbsoluteUri
            && address.Scheme is "http" or "https"
            && address.UserInfo.Length == 0
            && !(first.Scheme == "https" && address.Scheme == "http");
        if (!isFine)
        {
            throw new OutgoingException(OutgoingFailure.BadAddress, "The address is none that may be called.");
        }
    }

    private static HttpRequestMessage ToMessage(OutgoingRequest request, Uri address, HttpMethod method, ReadOnlyMemory<byte>? body)
    {
        var message = new HttpRequestMessage(method, address);
        if (body is { } bytes)
        {
            message.Content = new ReadOnlyMemoryContent(bytes);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        message.Headers.TryAddWithoutValidation("User-Agent", "digital-twin");
        var isFirstHost = address.Authority == request.Address.Authority && address.Scheme == request.Address.Scheme;
        foreach (var (name, value) in isFirstHost ? request.Headers : new Dictionary<string, string>())
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    private static Uri? Next(HttpResponseMessage response, Uri address)
        => response.StatusCode is HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect && response.Headers.Location is { } location
            ? new Uri(address, location)
            : null;

    private static async Task<OutgoingResponse> ReadAsync(
        HttpResponseMessage response, Uri address, int maxBytes, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var (bytes, buffer) = (new MemoryStream(), new byte[16 * 1024]);
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            // Counted after decompression.
            if (bytes.Length + count > maxBytes)
            {
                throw new OutgoingException(OutgoingFailure.TooLarge, $"{address.Host} sent more than {maxBytes} bytes.");
            }

            bytes.Write(buffer, 0, count);
        }

        var headers = response.Headers.Concat(response.Content.Headers)
            .GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(
                group => group.Key, group => string.Join(", ", group.SelectMany(each => each.Value)), StringComparer.OrdinalIgnoreCase);
        return new OutgoingResponse(response.StatusCode, headers, bytes.ToArray(), address);
    }

    // The very address that was checked is connected to: a name that is resolved a second time may lead elsewhere.
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var found = IPAddress.TryParse(host, out var given) ? [given] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        if (found.Length == 0 || (!inside.Contains($"{host}:{port}") && found.Any(AddressGuard.IsInside)))
        {
            throw new OutgoingException(OutgoingFailure.Inside, $"{host} leads inside, where no stranger may send the twin.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(found, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
