using DigitalTwin.Access.Gate;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Tests.Access;

internal static class AdmissionOfTests
{
    /// <summary>The request as routing has sent it to an endpoint.</summary>
    public static HttpContext With(this HttpContext http, Admission admission)
    {
        http.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(admission), "test"));
        return http;
    }
}
