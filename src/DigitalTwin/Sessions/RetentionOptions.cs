using System.ComponentModel.DataAnnotations;
using DigitalTwin.Inbox;

namespace DigitalTwin.Sessions;

/// <summary>Settings under <c>Retention</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>Days after its last message that a conversation is kept: 1 to 3,650.</summary>
    [Range(1, 3_650)]
    public int Days { get; set; } = 90;

    /// <summary>Days after which a message that a visitor left is erased, dealt with or not: 1 to 3,650.</summary>
    [Range(1, 3_650)]
    public int LeadDays { get; set; } = 365;

    /// <summary>Days after it was last asked that a question the twin could not answer is erased: 1 to 3,650.</summary>
    [Range(1, 3_650)]
    public int QuestionDays { get; set; } = 365;

    /// <summary>Days after which a visitor's wish for the person, with the reply, is erased: 1 to 3,650.</summary>
    [Range(1, 3_650)]
    public int HandOverDays { get; set; } = 90;

    /// <summary>Days that the activity log is kept: 1 to 3,650.</summary>
    [Range(1, 3_650)]
    public int ActivityDays { get; set; } = 730;

    internal InboxAges ToAges()
        => new(TimeSpan.FromDays(LeadDays), TimeSpan.FromDays(QuestionDays), TimeSpan.FromDays(HandOverDays));
}
