using System.ComponentModel.DataAnnotations;
using MimeKit;

namespace DigitalTwin.Notices;

/// <summary>Settings under <c>Notices</c>: how the owner is told, and when they are there.</summary>
public sealed class NoticesOptions : IValidatableObject
{
    /// <summary>The owner's time zone, as <c>Europe/Lisbon</c>.</summary>
    public string Zone { get; set; } = "UTC";

    /// <summary>When the owner answers, in their zone, as <c>Mo-Fr 09:00-17:00, Sa 10:00-12:00</c>; empty: at any time.</summary>
    public string OfficeHours { get; set; } = "";

    /// <summary>Within how many office hours the owner promises to reply to who asks for them: 0 for no promise, up to 1,000.</summary>
    [Range(0, 1_000)]
    public double ReplyHours { get; set; }

    /// <summary>When the daily digest is made, in the owner's zone, as <c>08:00</c>; empty for none.</summary>
    [RegularExpression(@"\A([01]\d|2[0-3]):[0-5]\d\z", ErrorMessage = "DigestAt is like '08:00'.")]
    public string DigestAt { get; set; } = "";

    /// <summary>The server that takes the owner's mail, as <c>smtp.example.com:587</c>; empty for no mail.</summary>
    [RegularExpression(@"\A\s*([^\s,/:]+:\d{1,5})?\s*\z", ErrorMessage = "MailServer is like 'smtp.example.com:587'.")]
    public string MailServer { get; set; } = "";

    /// <summary>The address that mail comes from.</summary>
    public string? MailFrom { get; set; }

    /// <summary>The address that mail goes to.</summary>
    public string? MailTo { get; set; }

    /// <summary>
    /// The name that the server knows the twin by; the secret <c>smtp-password</c> belongs to it. Empty where it asks for none.
    /// </summary>
    public string MailUser { get; set; } = "";

    /// <summary>Whether mail is sent.</summary>
    public bool SendsMail => MailServer.Length > 0;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out _))
        {
            yield return new ValidationResult($"Notices:Zone: there is no time zone '{Zone}'; it is like 'Europe/Lisbon'.");
        }

        if (!Notices.OfficeHours.TryParse(OfficeHours, out _))
        {
            yield return new ValidationResult("Notices:OfficeHours is like 'Mo-Fr 09:00-17:00, Sa 10:00-12:00'.");
        }

        (string Name, string? Address)[] addresses = [(nameof(MailFrom), MailFrom), (nameof(MailTo), MailTo)];
        foreach (var (name, _) in addresses.Where(each => SendsMail && !MailboxAddress.TryParse(each.Address, out _)))
        {
            yield return new ValidationResult($"Notices:MailServer needs an address in Notices:{name}, like 'me@example.com'.");
        }
    }
}
