using DigitalTwin.Testing.Quirks;

namespace DigitalTwin.LocalHost.Tests.Models;

/// <summary>Odd answers of model servers, on the local host.</summary>
public sealed class QuirkTests : ModelTest
{
    [Theory]
    [MemberData(nameof(QuirkContract.Names), MemberType = typeof(QuirkContract))]
    public Task A_stream_of_it_ends_as_it_should(string name) => QuirkContract.StreamAsync(Model, Client, name);

    [Theory]
    [MemberData(nameof(QuirkContract.Names), MemberType = typeof(QuirkContract))]
    public Task A_whole_reply_of_it_ends_as_it_should(string name) => QuirkContract.WholeAsync(Model, Client, name);
}
