using DigitalTwin.Conversations;
using DigitalTwin.Storage;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Hosting;

/// <summary>A kind of problem that a caller can get.</summary>
/// <param name="Code">The stable code, for programs.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">What happened, for people; always the same text.</param>
internal sealed record Problem(string Code, int Status, string Title);

/// <summary>All problems of the API.</summary>
internal static class Problems
{
    public static readonly Problem InvalidJson = new("invalid_json", 400, "The body is not valid JSON.");
    public static readonly Problem InvalidUtf8 = new("invalid_utf8", 400, "The body is not valid UTF-8.");
    public static readonly Problem UnknownFields = new("unknown_fields", 400, "The body has unknown fields.");
    public static readonly Problem InvalidField = new("invalid_field", 400, "A field has an invalid value.");
    public static readonly Problem MessageEmpty = new("message_empty", 400, "The message is empty.");
    public static readonly Problem InvalidParameter = new("invalid_parameter", 400, "A parameter has an invalid value.");
    public static readonly Problem TicketMissing
        = new("ticket_missing", 401, "A session ticket is required, as a bearer token.");
    public static readonly Problem TicketInvalid = new("ticket_invalid", 401, "The ticket is invalid.");
    public static readonly Problem TicketExpired = new("ticket_expired", 401, "The ticket has expired.");
    public static readonly Problem TicketForeign = new("ticket_foreign", 401, "The ticket was issued to another origin.");
    public static readonly Problem OwnerKeyInvalid
        = new("owner_key_invalid", 401, "Only the owner may do this: signed in, or with the owner's key as a bearer token.");
    public static readonly Problem SignInExpired = new("sign_in_expired", 401, "The sign-in is over. Refresh it, or sign in again.");
    public static readonly Problem SignInRefused = new("sign_in_refused", 401, "These are not the owner's name and password.");
    public static readonly Problem SignInPaused
        = new("sign_in_paused", 429, "Too many passwords were wrong. Wait before the next attempt.");
    public static readonly Problem SignInUnavailable = new("sign_in_unavailable", 503, "Signing in is not possible just now.");
    public static readonly Problem SignInNeedsHttps
        = new("sign_in_needs_https", 403, "Signing in needs HTTPS, except on the machine that the twin runs on.");
    public static readonly Problem CsrfHeaderMissing
        = new("csrf_header_missing", 403, "A page that is signed in has to say that it means to change something.");
    public static readonly Problem AlreadyRegistered
        = new("already_registered", 409, "The owner's account was made already. Sign in, or set another password with the owner's key.");
    public static readonly Problem ProviderUnavailable
        = new("provider_unavailable", 501, "This twin has no provider to sign in with.");
    public static readonly Problem ApiKeyInvalid
        = new("api_key_invalid", 401, "A key that the owner issued is required, as a bearer token.");
    public static readonly Problem ModelNotFound = new("model_not_found", 404, "No such model.");
    public static readonly Problem HostNotAllowed = new("host_not_allowed", 421, "This twin is not served under that host name.");
    public static readonly Problem TooManyAttempts
        = new("too_many_attempts", 429, "Too many wrong keys came from this address. Wait before the next attempt.");
    public static readonly Problem ScopeMissing = new("scope_missing", 403, "The key does not permit this.");
    public static readonly Problem RateLimited = new("rate_limited", 429, "That is too much at once. Wait a moment.");
    public static readonly Problem TooBusy = new("too_busy", 503, "Too many messages are being answered just now. Wait a moment.");
    public static readonly Problem OriginNotAllowed = new("origin_not_allowed", 403, "This origin may not use the twin.");
    public static readonly Problem NotFound = new("not_found", 404, "No such resource.");
    public static readonly Problem SessionNotFound = new("session_not_found", 404, "No such session.");
    public static readonly Problem TurnNotFound = new("turn_not_found", 404, "No such turn.");
    public static readonly Problem ItemNotFound = new("item_not_found", 404, "No such item.");
    public static readonly Problem MethodNotAllowed
        = new("method_not_allowed", 405, "The method is not allowed for this resource.");
    public static readonly Problem MessageIdReused
        = new("message_id_reused", 409, "The message id was already used for another message.");
    public static readonly Problem TurnNotWaiting
        = new("turn_not_waiting", 409, "The turn is not waiting for an answer, or was answered already.");
    public static readonly Problem ClarificationExpired
        = new("clarification_expired", 409, "The question was not answered in time.");
    public static readonly Problem HandOverExpired = new("hand_over_expired", 409, "The person did not reply in time.");
    public static readonly Problem TurnTimeout = new("turn_timeout", 504, "The turn exceeded its time limit.");
    public static readonly Problem TurnStepLimit = new("turn_step_limit", 500, "The turn exceeded its limit of steps.");
    public static readonly Problem TooManyTurns
        = new("too_many_turns", 429, "Too many turns of this session are running. Wait for one to end.");
    public static readonly Problem ItemClosed = new("item_closed", 409, "The item is closed already.");
    public static readonly Problem PersonaNotEditable
        = new("persona_not_editable", 409, "The persona cannot be edited here.");
    public static readonly Problem PersonaUnreadable = new("persona_unreadable", 400, "The file cannot be read.");
    public static readonly Problem PersonaChanged
        = new("persona_changed", 409, "The persona was changed in the meantime. Look at what is there before you replace it.");
    public static readonly Problem PersonaVersionNotFound
        = new("persona_version_not_found", 404, "There is no such version of the persona, and no such draft.");
    public static readonly Problem EvalsRegressed
        = new("evals_regressed", 409, "Answers that are right now would be wrong.");
    public static readonly Problem EvalsUnreadable = new("evals_unreadable", 400, "The file of cases cannot be read.");
    public static readonly Problem DocumentNotFound = new("document_not_found", 404, "No such document.");
    public static readonly Problem DocumentUnreadable = new("document_unreadable", 422, "The document cannot be read.");
    public static readonly Problem DocumentKindUnknown = new("document_kind_unknown", 415, "Documents of this kind are not read.");
    public static readonly Problem DocumentLocked = new("document_locked", 422, "The document is locked with a password.");
    public static readonly Problem DocumentTooLong = new("document_too_long", 413, "The document is longer than documents may be.");
    public static readonly Problem TooManyDocuments = new("too_many_documents", 409, "There are as many documents as there may be.");
    public static readonly Problem OfferingNotFound = new("offering_not_found", 404, "No such offering, and no such file of offerings.");
    public static readonly Problem OfferingsUnreadable = new("offerings_unreadable", 400, "The file of offerings cannot be read.");
    public static readonly Problem NotATwinsReply = new("not_a_twins_reply", 409, "Only a reply of the twin can be corrected.");
    public static readonly Problem WebhooksUnavailable
        = new("webhooks_unavailable", 503, "Webhooks are not possible just now: the secret 'webhook-key' is missing.");
    public static readonly Problem UpgradeRequired
        = new("upgrade_required", 426, "This address speaks WebSocket. Without it, use /api/owner/events.");
    public static readonly Problem NoEvals = new("no_evals", 409, "There are no cases yet.");
    public static readonly Problem ModelFailed = new("model_failed", 503, "The model did not answer.");
    public static readonly Problem TurnCancelled = new("turn_cancelled", 409, "The turn was cancelled.");
    public static readonly Problem TurnOver = new("turn_over", 409, "The turn has ended.");
    public static readonly Problem BodyTooLarge = new("body_too_large", 413, "The body is too large.");
    public static readonly Problem MessageTooLong = new("message_too_long", 413, "The message is too long.");
    public static readonly Problem UnsupportedMediaType
        = new("unsupported_media_type", 415, "The body must be application/json.");
    public static readonly Problem SoundRefused
        = new("sound_refused", 415, "The recording's format is not supported.");
    public static readonly Problem SoundTooLong = new("sound_too_long", 413, "The recording is longer than 60 seconds.");
    public static readonly Problem PictureRefused
        = new("picture_refused", 400, "The picture is not valid or not supported.");
    public static readonly Problem SpeechNotUnderstood = new("speech_not_understood", 422, "No speech was recognized.");
    public static readonly Problem SpeechUnavailable
        = new("speech_unavailable", 503, "The transcription service is unavailable.");
    public static readonly Problem VoiceUnavailable
        = new("voice_unavailable", 501, "This twin does not accept spoken messages.");
    public static readonly Problem PicturesUnavailable
        = new("pictures_unavailable", 501, "This twin does not accept pictures.");
    public static readonly Problem RequestTimeout = new("request_timeout", 408, "The request arrived too slowly.");
    public static readonly Problem BadRequest = new("bad_request", 400, "The request is not valid HTTP.");
    public static readonly Problem Internal = new("internal_error", 500, "An internal error occurred.");
    public static readonly Problem StorageUnavailable
        = new("storage_unavailable", 503, "The twin's storage is unavailable.");
    public static readonly Problem StorageDamaged
        = new("storage_damaged", 500, "What was kept of this conversation is damaged. The owner can repair it; a new one can be begun.");
    public static readonly Problem StorageFull
        = new("storage_full", 507, "The twin has no space left for another message.");
    public static readonly Problem ShuttingDown
        = new("shutting_down", 503, "The twin is restarting. Try again in a moment.");

    /// <summary>All problems by their codes.</summary>
    public static readonly IReadOnlyDictionary<string, Problem> All = typeof(Problems)
        .GetFields(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static)
        .Select(field => field.GetValue(null)).OfType<Problem>()
        .ToDictionary(problem => problem.Code, StringComparer.Ordinal);

    /// <summary>The problem with this code, as a journal stores it.</summary>
    public static Problem ByCode(string code) => All.GetValueOrDefault(code, Internal);
}

/// <summary>A problem to be reported to the caller.</summary>
/// <param name="problem">The kind of problem.</param>
/// <param name="detail">More about this case, in the product's own words; never an exception's message.</param>
/// <param name="fields">The names of the fields concerned.</param>
internal sealed class ProblemException(Problem problem, string? detail = null, IReadOnlyList<string>? fields = null)
    : Exception(problem.Title)
{
    public Problem Problem { get; } = problem;

    public string? Detail { get; } = detail;

    public IReadOnlyList<string>? Fields { get; } = fields;

    /// <summary>When the caller may try again, from now on.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The limit that the caller has reached.</summary>
    public RatePolicy? Policy { get; init; }
}

/// <summary>A limit as a caller is told of it.</summary>
/// <param name="Name">Its name: letters and hyphens.</param>
/// <param name="Most">How much is taken within the window.</param>
/// <param name="Window">The window.</param>
internal sealed record RatePolicy(string Name, int Most, TimeSpan Window);

/// <summary>The body of a problem response.</summary>
/// <remarks>RFC 9457, with <c>code</c>, <c>correlationId</c> and <c>fields</c> as extensions.</remarks>
public sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string? Detail,
    string Code,
    string? CorrelationId,
    IReadOnlyList<string>? Fields)
{
    internal static ProblemBody Of(HttpContext http, Problem problem, string? detail, IReadOnlyList<string>? fields)
        => new(
            $"urn:digital-twin:problem:{problem.Code}",
            problem.Title,
            problem.Status,
            detail,
            problem.Code,
            RequestFrame.CorrelationId(http),
            fields);
}

/// <summary>Maps exceptions to problems, in one place.</summary>
internal static class ProblemMapper
{
    public static Problem Map(Exception error) => error switch
    {
        ProblemException known => known.Problem,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problems.BodyTooLarge,
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => Problems.RequestTimeout,
        BadHttpRequestException => Problems.BadRequest,
        SessionErasedException => Problems.SessionNotFound,
        DamagedRowException => Problems.StorageDamaged,
        StorageFullException => Problems.StorageFull,
        IOException or UnauthorizedAccessException => Problems.StorageUnavailable,
        _ => Problems.Internal,
    };

    /// <summary>Whether a caller can be told what happened: it is neither a defect nor the caller's own leaving.</summary>
    public static bool IsKnown(Exception error)
        => error is ProblemException || (error is not OperationCanceledException && Map(error) != Problems.Internal);
}
