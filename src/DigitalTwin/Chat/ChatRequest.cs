using System.Text.RegularExpressions;
using DigitalTwin.Hosting;
using DigitalTwin.Hosting.Texts;
using DigitalTwin.Media;

namespace DigitalTwin.Chat;

/// <summary>What a visitor sends.</summary>
public sealed partial record ChatRequest
{
    private const int MaxIdLength = 100;
    private const int MostAttachments = 1;

    /// <summary>What the visitor says: 1 to 4,000 characters.</summary>
    public string? Message { get; init; }

    /// <summary>
    /// The client's id for the message: 1 to 100 letters, digits and <c>. _ : -</c>. Sent again, it brings the same reply.
    /// </summary>
    public string? MessageId { get; set; }

    /// <summary>The visitor's language as a BCP 47 tag, such as <c>en</c> or <c>pt-BR</c>.</summary>
    public string? Locale { get; init; }

    /// <summary>A picture, where the model takes them.</summary>
    public IReadOnlyList<Picture>? Attachments { get; init; }

    /// <exception cref="ProblemException">A field breaks its rule.</exception>
    internal void Check()
    {
        RequestBody.RequireMessage(Message, "message");
        if (MessageId is not null && (MessageId.Length is 0 or > MaxIdLength || !IdRule().IsMatch(MessageId)))
        {
            throw new ProblemException(Problems.InvalidField, $"1 to {MaxIdLength} letters, digits and . _ : -", ["messageId"]);
        }

        LocaleTag.Check(Locale, "locale");
        if (Attachments is { Count: > MostAttachments } || Attachments?.Contains(null!) == true)
        {
            throw new ProblemException(Problems.InvalidField, $"At most {MostAttachments} picture.", ["attachments"]);
        }

        foreach (var picture in Attachments ?? [])
        {
            picture.Check();
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._:-]+\z")]
    private static partial Regex IdRule();
}
