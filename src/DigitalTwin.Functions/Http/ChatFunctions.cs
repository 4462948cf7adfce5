using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using static Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace DigitalTwin.Functions.Http;

/// <summary>What visitors call: the chat, its turns, their sessions.</summary>
internal sealed class ChatFunctions(TwinPipeline twin)
{
    [Function("Chat")]
    public Task<IResult> ChatAsync([HttpTrigger(Anonymous, "post", Route = "api/chat")] HttpRequest request, [DurableClient] DurableTaskClient client) => twin.RunAsync(request, client);

    [Function("ChatVoice")]
    public Task<IResult> ChatVoiceAsync([HttpTrigger(Anonymous, "post", Route = "api/chat/voice")] HttpRequest request, [DurableClient] DurableTaskClient client) => twin.RunAsync(request, client);

    [Function("RateTurn")]
    public Task<IResult> RateTurnAsync([HttpTrigger(Anonymous, "post", Route = "api/turns/{id}/feedback")] HttpRequest request) => twin.RunAsync(request);

    [Function("RenewTicket")]
    public Task<IResult> RenewTicketAsync([HttpTrigger(Anonymous, "post", Route = "api/sessions/{id}/ticket")] HttpRequest request) => twin.RunAsync(request);

    [Function("LeaveMessage")]
    public Task<IResult> LeaveMessageAsync([HttpTrigger(Anonymous, "post", Route = "api/sessions/{id}/leads")] HttpRequest request) => twin.RunAsync(request);

    [Function("GetTurn")]
    public Task<IResult> GetTurnAsync([HttpTrigger(Anonymous, "get", Route = "api/turns/{id}")] HttpRequest request, [DurableClient] DurableTaskClient client) => twin.RunAsync(request, client);

    [Function("GetTurnEvents")]
    public Task<IResult> GetTurnEventsAsync([HttpTrigger(Anonymous, "get", Route = "api/turns/{id}/events")] HttpRequest request, [DurableClient] DurableTaskClient client) => twin.RunAsync(request, client);

    [Function("ClarifyTurn")]
    public Task<IResult> ClarifyTurnAsync([HttpTrigger(Anonymous, "post", Route = "api/turns/{id}/clarify")] HttpRequest request, [DurableClient] DurableTaskClient client) => twin.RunAsync(request, client);

    [Function("CancelTurn")]
    public Task<IResult> CancelTurnAsync([HttpTrigger(Anonymous, "delete", Route = "api/turns/{id}")] HttpRequest request, [DurableClient] DurableTaskClient client) => twin.RunAsync(request, client);

    [Function("OpenSession")]
    public Task<IResult> OpenSessionAsync([HttpTrigger(Anonymous, "post", Route = "api/sessions")] HttpRequest request) => twin.RunAsync(request);

    [Function("GetSession")]
    public Task<IResult> GetSessionAsync([HttpTrigger(Anonymous, "get", Route = "api/sessions/{id}")] HttpRequest request) => twin.RunAsync(request);

    [Function("GetMessages")]
    public Task<IResult> GetMessagesAsync([HttpTrigger(Anonymous, "get", Route = "api/sessions/{id}/messages")] HttpRequest request) => twin.RunAsync(request);

    [Function("ExportSession")]
    public Task<IResult> ExportSessionAsync([HttpTrigger(Anonymous, "get", Route = "api/sessions/{id}/export")] HttpRequest request) => twin.RunAsync(request);

    [Function("EraseSession")]
    public Task<IResult> EraseSessionAsync([HttpTrigger(Anonymous, "delete", Route = "api/sessions/{id}")] HttpRequest request, [DurableClient] DurableTaskClient client) => twin.RunAsync(request, client);

    [Function("GetPersonaCard")]
    public Task<IResult> GetPersonaCardAsync([HttpTrigger(Anonymous, "get", Route = "api/persona/card")] HttpRequest request) => twin.RunAsync(request);
}
