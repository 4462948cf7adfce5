using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using static Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace DigitalTwin.Functions.Http;

/// <summary>What the owner calls. The product asks for the owner's key itself, on every host.</summary>
internal sealed class OwnerFunctions(TwinPipeline twin)
{
    [Function("GetInbox")]
    public Task<IResult> GetInboxAsync([HttpTrigger(Anonymous, "get", Route = "api/owner/inbox")] HttpRequest request) => twin.RunAsync(request);

    [Function("CloseLead")]
    public Task<IResult> CloseLeadAsync([HttpTrigger(Anonymous, "post", Route = "api/owner/inbox/leads/{id}/close")] HttpRequest request) => twin.RunAsync(request);

    [Function("AnswerQuestion")]
    public Task<IResult> AnswerQuestionAsync([HttpTrigger(Anonymous, "post", Route = "api/owner/inbox/questions/{id}/answer")] HttpRequest request) => twin.RunAsync(request);

    [Function("DismissQuestion")]
    public Task<IResult> DismissQuestionAsync([HttpTrigger(Anonymous, "post", Route = "api/owner/inbox/questions/{id}/dismiss")] HttpRequest request) => twin.RunAsync(request);

    [Function("ReplyToHandOver")]
    public Task<IResult> ReplyToHandOverAsync([HttpTrigger(Anonymous, "post", Route = "api/owner/inbox/hand-overs/{id}/reply")] HttpRequest request, [DurableClient] DurableTaskClient client) => twin.RunAsync(request, client);

    [Function("GetKeys")]
    public Task<IResult> GetKeysAsync([HttpTrigger(Anonymous, "get", Route = "api/owner/keys")] HttpRequest request) => twin.RunAsync(request);

    [Function("IssueKey")]
    public Task<IResult> IssueKeyAsync([HttpTrigger(Anonymous, "post", Route = "api/owner/keys")] HttpRequest request) => twin.RunAsync(request);

    [Function("RevokeKey")]
    public Task<IResult> RevokeKeyAsync([HttpTrigger(Anonymous, "delete", Route = "api/owner/keys/{id}")] HttpRequest request) => twin.RunAsync(request);

    [Function("GetApprovals")]
    public Task<IResult> GetApprovalsAsync([HttpTrigger(Anonymous, "get", Route = "api/owner/approvals")] HttpRequest request) => twin.RunAsync(request);

    [Function("Approve")]
    public Task<IResult> ApproveAsync([HttpTrigger(Anonymous, "post", Route = "api/owner/approvals/{id}/approve")] HttpRequest request, [DurableClient] DurableTaskClient client) => twin.RunAsync(request, client);

    [Function("Refuse")]
    public Task<IResult> RefuseAsync([HttpTrigger(Anonymous, "post", Route = "api/owner/approvals/{id}/refuse")] HttpRequest request, [DurableClient] DurableTaskClient client) => twin.RunAsync(request, client);
}
