using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using DigitalTwin.Models.OpenAI;

namespace DigitalTwin.Models.Endpoints;

/// <summary>Sends requests to an endpoint through the official client's pipeline, which authenticates them.</summary>
/// <param name="pipeline">The pipeline.</param>
/// <param name="endpoint">The endpoint's base address.</param>
internal sealed class EndpointSender(ClientPipeline pipeline, Uri endpoint)
{
    private const int MostErrorBytes = 64 * 1024;

    private readonly string address = endpoint.AbsoluteUri.TrimEnd('/');

    /// <summary>Sends a request; with a body it is a POST. The answer is read as it comes, whatever its status is.</summary>
    /// <exception cref="ModelException">There was no answer.</exception>
    public async Task<PipelineResponse> SendAsync(string path, BinaryContent? body, CancellationToken cancellationToken)
    {
        using var message = pipeline.CreateMessage();
        message.BufferResponse = false;
        message.Request.Method = body is null ? "GET" : "POST";
        message.Request.Uri = new Uri($"{address}/{path}");
        message.Request.Headers.Set("Accept", "application/json, text/event-stream");
        if (body is not null)
        {
            message.Request.Headers.Set("Content-Type", "application/json");
            message.Request.Content = body;
        }

        message.Apply(new RequestOptions { BufferResponse = false, CancellationToken = cancellationToken });
        try
        {
            await pipeline.SendAsync(message);
            return message.ExtractResponse() ?? throw new ModelException(ModelFailure.Unavailable, "The endpoint sent no answer.");
        }
        catch (Exception error) when (ModelFailures.TryMap(error, cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Reads the error that came instead of an answer.</summary>
    public static async Task<ModelException> ReadErrorAsync(PipelineResponse response, CancellationToken cancellationToken)
        => EndpointErrors.Of(response, await ReadTextAsync(response, cancellationToken));

    private static async Task<string> ReadTextAsync(PipelineResponse response, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = new byte[MostErrorBytes];
            var count = response.ContentStream is { } body
                ? await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken)
                : 0;
            return Encoding.UTF8.GetString(bytes, 0, count);
        }
        catch (Exception error) when (ModelFailures.TryMap(error, cancellationToken) is { } failure)
        {
            return failure.Message;
        }
    }
}
