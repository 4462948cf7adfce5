using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace DigitalTwin.Models.Endpoints;

/// <summary>The fields of a request that an endpoint may refuse, by their names on the wire.</summary>
internal static class RequestFields
{
    public const string MaxTokens = "max_tokens";
    public const string MaxCompletionTokens = "max_completion_tokens";
    public const string MaxOutputTokens = "max_output_tokens";
    public const string StreamOptions = "stream_options";
    public const string Stream = "stream";
    public const string Tools = "tools";
    public const string Effort = "reasoning_effort";
    public const string Verbosity = "verbosity";
    public const string CacheKey = "prompt_cache_key";
    public const string Store = "store";
    public const string Include = "include";
    public const string Pictures = "image_url";
    public const string SystemRole = "system";
}

/// <summary>What one model at one endpoint refused: it is asked without it from then on.</summary>
internal sealed partial class EndpointHabits
{
    /// <summary>How often a request is sent again, each time without one field more: who refuses this much refuses all.</summary>
    public const int MostRefusals = 4;

    private static readonly string[] Efforts = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];

    private ImmutableSortedSet<string> refused = ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);
    private string? effort;

    /// <summary>The names of what was refused, in order.</summary>
    public IReadOnlyCollection<string> Refused => refused;

    /// <summary>The effort to ask for instead of the configured one, where the endpoint said which ones it takes.</summary>
    public string? Effort => effort;

    /// <summary>Whether a field may be sent.</summary>
    public bool Takes(string field) => !refused.Contains(field);

    /// <summary>
    /// Learns from a refusal which field, of those that were sent, the endpoint does not take.
    /// </summary>
    /// <param name="refusal">The refusal.</param>
    /// <param name="sent">The fields that were sent.</param>
    /// <param name="asked">The effort that was asked for.</param>
    /// <returns>Whether to ask again is worth while.</returns>
    public bool Learn(ModelException refusal, IReadOnlyCollection<string> sent, string? asked = null)
    {
        // Other than a 400, an answer may name a field without refusing it.
        var text = refusal.Message;
        if (refusal.Failure != ModelFailure.Rejected
            && (refusal.Failure is not (ModelFailure.NotFound or ModelFailure.Unavailable) || !Refuses().IsMatch(text)))
        {
            return false;
        }

        if (sent.Contains(RequestFields.Include) && Regex.IsMatch(text, "encrypted[ _.]content|include", RegexOptions.IgnoreCase))
        {
            return ImmutableInterlocked.Update(ref refused, set => set.Add(RequestFields.Include));
        }

        if (NamesEffort().IsMatch(text) && (sent.Contains(RequestFields.Effort) || NamesTools().IsMatch(text)))
        {
            return LearnEffort(text, asked);
        }

        var found = sent.FirstOrDefault(field => Names(text, field));
        return found is not null && ImmutableInterlocked.Update(ref refused, set => set.Add(found));
    }

    // "Supported values are: 'low', 'medium', and 'high'", and: function tools need effort 'none' here.
    private bool LearnEffort(string text, string? asked)
    {
        var named = Efforts.Where(each => each != asked && Regex.IsMatch(text, $@"['""`]{each}['""`]")).ToList();
        var next = named.FirstOrDefault() ?? (NamesTools().IsMatch(text) ? Efforts[0] : null);
        if (next is not null && effort is null)
        {
            effort = next;
            return true;
        }

        return ImmutableInterlocked.Update(ref refused, set => set.Add(RequestFields.Effort));
    }

    private static bool Names(string text, string field) => field switch
    {
        RequestFields.Tools => NamesTools().IsMatch(text),
        RequestFields.Pictures => NamesPictures().IsMatch(text),
        RequestFields.SystemRole => NamesSystemRole().IsMatch(text),
        RequestFields.Stream => NamesStream().IsMatch(text),
        _ => Regex.IsMatch(text, $@"(?<![\w.]){field}(?!\w)", RegexOptions.IgnoreCase),
    };

    [GeneratedRegex(
        @"reasoning[_. ]?effort|""param""\s*:\s*""reasoning|\breasoning\b.{0,40}\bnot\b|\bthink(ing)?\b.{0,40}\bnot supp",
        RegexOptions.IgnoreCase)]
    private static partial Regex NamesEffort();

    [GeneratedRegex(@"support|unknown|unexpected|unrecogni[sz]ed|not allowed|not permitted|requires", RegexOptions.IgnoreCase)]
    private static partial Regex Refuses();

    [GeneratedRegex(@"\btools?\b|\btool[_ ](choice|use|calls?|calling)\b|\bfunction[ _](call(s|ing)?|tools)\b", RegexOptions.IgnoreCase)]
    private static partial Regex NamesTools();

    [GeneratedRegex(@"\bimages?\b|image_url|\bvision\b|\bmultimodal\b", RegexOptions.IgnoreCase)]
    private static partial Regex NamesPictures();

    [GeneratedRegex(
        @"\bsystem (role|message|prompt)|role[^.]{0,20}\bsystem\b|conversation roles must alternate|developer instruction",
        RegexOptions.IgnoreCase)]
    private static partial Regex NamesSystemRole();

    [GeneratedRegex(@"(?<![\w.])stream(ing)?(?![\w.])", RegexOptions.IgnoreCase)]
    private static partial Regex NamesStream();
}
