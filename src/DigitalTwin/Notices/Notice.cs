namespace DigitalTwin.Notices;

/// <summary>Something that the owner is told of. It has ids, and none of a visitor's words: those are read when it is shown.</summary>
/// <param name="Number">Its place among all, from 1, without gaps; the id of its event.</param>
/// <param name="Type">What happened: one of <see cref="NoticeTypes"/>.</param>
/// <param name="At">When.</param>
/// <param name="Key">What it is about: the same happening told twice is one notice.</param>
public sealed record Notice(long Number, string Type, DateTimeOffset At, string Key)
{
    /// <summary>The id of the item that it is about, or <see langword="null"/>.</summary>
    public string? Item { get; init; }

    /// <summary>The session that it is about, or <see langword="null"/>.</summary>
    public string? Session { get; init; }

    /// <summary>What there is to say beside the type: a share of a budget, a place in a file; none of a visitor's words.</summary>
    public string? Detail { get; init; }

    /// <summary>What it says, in words for people; only where it is shown.</summary>
    public string? Text { get; init; }
}

/// <summary>The types of notices.</summary>
public static class NoticeTypes
{
    /// <summary>A visitor left a message.</summary>
    public const string Lead = "lead.created";

    /// <summary>A visitor asked for the person.</summary>
    public const string HandOver = "hand_over.requested";

    /// <summary>The visitor was told when the person replies, and that is soon.</summary>
    public const string HandOverDue = "hand_over.due";

    /// <summary>A visitor wrote while the person was in the conversation.</summary>
    public const string Message = "conversation.message";

    /// <summary>A tool waits for a decision.</summary>
    public const string Approval = "approval.requested";

    /// <summary>A share of what models may cost in a month is spent.</summary>
    public const string Budget = "budget.reached";

    /// <summary>The persona cannot be read; the last good version is used.</summary>
    public const string PersonaBroken = "persona.broken";

    /// <summary>The model fails; the offline model stands in.</summary>
    public const string ModelFailing = "model.failing";

    /// <summary>The model answers again.</summary>
    public const string ModelBack = "model.back";

    /// <summary>What a day brought.</summary>
    public const string Digest = "digest.daily";

    /// <summary>To see whether notices arrive.</summary>
    public const string Test = "test";

    /// <summary>One whose visitor was erased.</summary>
    public const string Erased = "erased";

    /// <summary>All that can be asked for.</summary>
    public static readonly IReadOnlyList<string> All =
        [Lead, HandOver, HandOverDue, Message, Approval, Budget, PersonaBroken, ModelFailing, ModelBack, Digest, Test];
}

/// <summary>Notices in their order.</summary>
/// <param name="Notices">The notices, oldest first.</param>
/// <param name="Last">What <c>after</c> has to be for those that follow.</param>
public sealed record NoticePage(IReadOnlyList<Notice> Notices, long Last);
