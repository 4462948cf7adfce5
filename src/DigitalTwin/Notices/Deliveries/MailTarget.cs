using System.Globalization;
using System.Net.Sockets;
using DigitalTwin.Storage;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace DigitalTwin.Notices.Deliveries;

/// <summary>
/// The owner's mailbox, where a server is configured. Each mail has the notice's number in its id, so that doubles can be told.
/// </summary>
internal sealed class MailTarget(IOptions<NoticesOptions> options, SecretCache secrets) : IDeliveryTargets, IDeliveryTarget
{
    private const int LongestSubject = 120;
    private const int TimeoutMilliseconds = 20_000;

    /// <inheritdoc/>
    public string Id => "mail";

    /// <inheritdoc/>
    public Task<IReadOnlyList<IDeliveryTarget>> ListAsync(CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<IDeliveryTarget>>(options.Value.SendsMail ? [this] : []);

    /// <inheritdoc/>
    public bool Wants(string type) => type != NoticeTypes.Erased;

    /// <inheritdoc/>
    public async Task<string?> SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var server = settings.MailServer.Trim();
        var colon = server.LastIndexOf(':');
        using var client = new SmtpClient { Timeout = TimeoutMilliseconds };
        try
        {
            var port = int.Parse(server.AsSpan(colon + 1), CultureInfo.InvariantCulture);
            await client.ConnectAsync(server[..colon], port, SecureSocketOptions.Auto, cancellationToken);
            if (settings.MailUser.Length > 0)
            {
                var password = await secrets.GetAsync(SecretNames.SmtpPassword, cancellationToken);
                await client.AuthenticateAsync(settings.MailUser, password ?? "", cancellationToken);
            }

            using var message = ToMessage(notice, settings);
            await client.SendAsync(message, cancellationToken);
            await client.DisconnectAsync(quit: true, cancellationToken);
            return null;
        }
        catch (Exception error) when (error is IOException or SocketException or ProtocolException or CommandException
            or AuthenticationException or SslHandshakeException or TimeoutException or InvalidOperationException)
        {
            return $"The mail server did not take it: {error.GetType().Name}.";
        }
    }

    private static MimeMessage ToMessage(Notice notice, NoticesOptions settings)
    {
        var text = notice.Text ?? notice.Type;
        var first = text.Split('\n')[0].Trim();
        var message = new MimeMessage { Subject = first.Length > LongestSubject ? first[..LongestSubject] + "…" : first };
        message.From.Add(MailboxAddress.Parse(settings.MailFrom!));
        message.To.Add(MailboxAddress.Parse(settings.MailTo!));
        message.MessageId = FormattableString.Invariant($"notice-{notice.Number}@digital-twin.invalid");
        message.Date = notice.At;
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Body = new TextPart("plain") { Text = text };
        return message;
    }
}
