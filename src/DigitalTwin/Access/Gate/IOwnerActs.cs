using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Access.Gate;

/// <summary>Writes down what the owner does, as the gate asks for it.</summary>
internal interface IOwnerActs
{
    /// <summary>Does what the owner asked for, written down before and after.</summary>
    /// <exception cref="IOException">It could not be written down, and was not done.</exception>
    Task DoAsync(HttpContext http, Func<Task> act);
}
