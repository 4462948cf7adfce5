using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DigitalTwin.Access;
using DigitalTwin.Activities;
using DigitalTwin.Agents.Mcp;
using DigitalTwin.ApiKeys;
using DigitalTwin.Approvals;
using DigitalTwin.Chat;
using DigitalTwin.Conversations;
using DigitalTwin.Conversations.Listing;
using DigitalTwin.Corrections;
using DigitalTwin.Documents;
using DigitalTwin.Documents.Reading;
using DigitalTwin.Evals;
using DigitalTwin.Gaps;
using DigitalTwin.Health;
using DigitalTwin.Inbox;
using DigitalTwin.Insight;
using DigitalTwin.Notices;
using DigitalTwin.Notices.Deliveries;
using DigitalTwin.Offerings;
using DigitalTwin.Offerings.Finding;
using DigitalTwin.OwnerConsole;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Versions;
using DigitalTwin.Presence;
using DigitalTwin.Previews;
using DigitalTwin.Privacy;
using DigitalTwin.Prompts;
using DigitalTwin.Publishing;
using DigitalTwin.Search;
using DigitalTwin.Sessions;
using DigitalTwin.SignIn;
using DigitalTwin.Tools;
using DigitalTwin.Transcripts;
using DigitalTwin.Turns.Api;
using DigitalTwin.Turns.Events;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflows;
using DigitalTwin.Usage;
using DigitalTwin.Widget;

namespace DigitalTwin.Hosting;

/// <summary>The JSON of the API and of the stores: camelCase, nulls omitted, unknown and repeated members refused.</summary>
[JsonSerializable(typeof(IReadOnlyList<Citation>))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(List<StoredEvents>))]
[JsonSerializable(typeof(TurnStarted))]
[JsonSerializable(typeof(StatusChanged))]
[JsonSerializable(typeof(Delta))]
[JsonSerializable(typeof(CitationFound))]
[JsonSerializable(typeof(UsageReported))]
[JsonSerializable(typeof(TurnView))]
[JsonSerializable(typeof(SignInStatus))]
[JsonSerializable(typeof(ConsoleView))]
[JsonSerializable(typeof(InsightView))]
[JsonSerializable(typeof(OwnerHits))]
[JsonSerializable(typeof(Offering))]
[JsonSerializable(typeof(SearchRequest))]
[JsonSerializable(typeof(OfferingFileView))]
[JsonSerializable(typeof(OfferingFileList))]
[JsonSerializable(typeof(MediaResult))]
[JsonSerializable(typeof(Need))]
[JsonSerializable(typeof(FoundOfferings))]
[JsonSerializable(typeof(IReadOnlyList<RankedOffering>))]
[JsonSerializable(typeof(SeenPictures))]
[JsonSerializable(typeof(UnderstoodNeed))]
[JsonSerializable(typeof(ModelRanking))]
[JsonSerializable(typeof(WorkStep))]
[JsonSerializable(typeof(WorkOutcome))]
[JsonSerializable(typeof(OfferingsShown))]
[JsonSerializable(typeof(StoredDocument))]
[JsonSerializable(typeof(DocumentView))]
[JsonSerializable(typeof(DocumentList))]
[JsonSerializable(typeof(DocumentChange))]
[JsonSerializable(typeof(PassageList))]
[JsonSerializable(typeof(DocumentText))]
[JsonSerializable(typeof(PageText))]
[JsonSerializable(typeof(List<Passage>))]
[JsonSerializable(typeof(List<float[]>))]
[JsonSerializable(typeof(ChatRequest))]
[JsonSerializable(typeof(SessionTicket))]
[JsonSerializable(typeof(SessionView))]
[JsonSerializable(typeof(MessagePage))]
[JsonSerializable(typeof(SessionExport))]
[JsonSerializable(typeof(PersonaCard))]
[JsonSerializable(typeof(PersonaReport))]
[JsonSerializable(typeof(ImportedPersona))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(ReadinessView))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(ToolStarted))]
[JsonSerializable(typeof(ToolCompleted))]
[JsonSerializable(typeof(TurnWaiting))]
[JsonSerializable(typeof(HandedOver))]
[JsonSerializable(typeof(ClarificationView))]
[JsonSerializable(typeof(ClarifyRequest))]
[JsonSerializable(typeof(TurnStart))]
[JsonSerializable(typeof(TurnWait))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(IReadOnlyList<ReplyPiece>))]
[JsonSerializable(typeof(ThinkStep))]
[JsonSerializable(typeof(ThinkOutcome))]
[JsonSerializable(typeof(ToolStep))]
[JsonSerializable(typeof(ToolOutcome))]
[JsonSerializable(typeof(WaitStep))]
[JsonSerializable(typeof(WaitOutcome))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(Clarification))]
[JsonSerializable(typeof(Lead))]
[JsonSerializable(typeof(OpenQuestion))]
[JsonSerializable(typeof(HandOver))]
[JsonSerializable(typeof(ApiKey))]
[JsonSerializable(typeof(ApiKeyList))]
[JsonSerializable(typeof(ApiKeyRequest))]
[JsonSerializable(typeof(TwinMcpServer.TwinAnswer))]
[JsonSerializable(typeof(IReadOnlyList<SearchPersonaTool.FoundFact>))]
[JsonSerializable(typeof(Transcript))]
[JsonSerializable(typeof(Feedback))]
[JsonSerializable(typeof(FeedbackRequest))]
[JsonSerializable(typeof(LeadRequest))]
[JsonSerializable(typeof(WidgetView))]
[JsonSerializable(typeof(AnswerGiven))]
[JsonSerializable(typeof(InboxView))]
[JsonSerializable(typeof(AnswerRequest))]
[JsonSerializable(typeof(ReplyRequest))]
[JsonSerializable(typeof(ApprovalList))]
[JsonSerializable(typeof(RefuseRequest))]
[JsonSerializable(typeof(OwnerLimits))]
[JsonSerializable(typeof(UsageView))]
[JsonSerializable(typeof(PrivacyView))]
[JsonSerializable(typeof(ActivityEntry))]
[JsonSerializable(typeof(ActivityPage))]
[JsonSerializable(typeof(ActivityVerification))]
[JsonSerializable(typeof(ActivityNote))]
[JsonSerializable(typeof(EraseVisitorRequest))]
[JsonSerializable(typeof(ErasedVisitor))]
[JsonSerializable(typeof(PasswordRequest))]
[JsonSerializable(typeof(NewPasswordRequest))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(SignedInView))]
[JsonSerializable(typeof(OwnerSessionList))]
[JsonSerializable(typeof(PersonaDraft))]
[JsonSerializable(typeof(PersonaDiff))]
[JsonSerializable(typeof(PersonaView))]
[JsonSerializable(typeof(DraftView))]
[JsonSerializable(typeof(VersionList))]
[JsonSerializable(typeof(PreviewRequest))]
[JsonSerializable(typeof(PreviewReply))]
[JsonSerializable(typeof(EvalCase))]
[JsonSerializable(typeof(EvalSuite))]
[JsonSerializable(typeof(EvalSuiteList))]
[JsonSerializable(typeof(EvalRun))]
[JsonSerializable(typeof(EvalResult))]
[JsonSerializable(typeof(EvalRow))]
[JsonSerializable(typeof(EvalRunView))]
[JsonSerializable(typeof(EvalRunList))]
[JsonSerializable(typeof(EvalRunRequest))]
[JsonSerializable(typeof(CorrectionRequest))]
[JsonSerializable(typeof(CorrectionView))]
[JsonSerializable(typeof(FeedbackCaseRequest))]
[JsonSerializable(typeof(FeedbackCaseView))]
[JsonSerializable(typeof(ConversationPage))]
[JsonSerializable(typeof(ConversationView))]
[JsonSerializable(typeof(SessionChange))]
[JsonSerializable(typeof(Notice))]
[JsonSerializable(typeof(NoticePage))]
[JsonSerializable(typeof(Webhook))]
[JsonSerializable(typeof(WebhookList))]
[JsonSerializable(typeof(WebhookRequest))]
[JsonSerializable(typeof(WebhookMessage))]
[JsonSerializable(typeof(DeliveryList))]
[JsonSerializable(typeof(SayRequest))]
[JsonSerializable(typeof(SaidView))]
[JsonSerializable(typeof(GapList))]
internal sealed partial class ProductJson : JsonSerializerContext
{
    /// <summary>The shared instance.</summary>
    public static ProductJson Api { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        // Text stays readable. It is never embedded in a page, which the stricter default guards against.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The same for what a model answers: what it adds is passed over, and a number may be a text.</summary>
    public static ProductJson Lenient { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
    });
}
