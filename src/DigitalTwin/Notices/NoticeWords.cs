namespace DigitalTwin.Notices;

/// <summary>Knows what a kind of notice is about, in words: read when it is shown, so that no notice keeps a visitor's words.</summary>
internal interface INoticeWords
{
    /// <summary>What a notice says, or <see langword="null"/> where this does not know the kind, or there is nothing left to say.</summary>
    Task<string?> FindAsync(Notice notice, CancellationToken cancellationToken);
}

/// <summary>Says what notices are about.</summary>
internal sealed class NoticeWords(IEnumerable<INoticeWords> known)
{
    /// <summary>A notice with its words.</summary>
    public async Task<Notice> WithTextAsync(Notice notice, CancellationToken cancellationToken)
    {
        foreach (var words in known)
        {
            if (await words.FindAsync(notice, cancellationToken) is { } text)
            {
                return notice with { Text = text };
            }
        }

        return notice with { Text = Plain(notice) };
    }

    private static string Plain(Notice notice) => notice.Type switch
    {
        NoticeTypes.Lead => "A visitor left a message.",
        NoticeTypes.HandOver => "A visitor asks for you.",
        NoticeTypes.HandOverDue => "A visitor still waits for your reply.",
        NoticeTypes.Message => "A visitor wrote to you.",
        NoticeTypes.Approval => $"The tool '{notice.Detail}' waits for your decision.",
        NoticeTypes.Budget => $"{notice.Detail} % of this month's budget for models is spent.",
        NoticeTypes.PersonaBroken => $"The persona cannot be read: {notice.Detail}",
        NoticeTypes.ModelFailing => $"The model fails ({notice.Detail}); the twin quotes the persona instead.",
        NoticeTypes.ModelBack => "The model answers again.",
        NoticeTypes.Digest => notice.Detail ?? "",
        NoticeTypes.Erased => "This notice was about a visitor who was erased.",
        _ => "A notice to see whether notices arrive.",
    };
}
