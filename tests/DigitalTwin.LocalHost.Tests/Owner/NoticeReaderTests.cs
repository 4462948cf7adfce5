using System.Net.WebSockets;
using System.Text.Json;
using DigitalTwin.Notices;

namespace DigitalTwin.LocalHost.Tests.Owner;

/// <summary>The owner's open pages: none misses a notice, whatever becomes of its connection.</summary>
public sealed class NoticeReaderTests : OwnerTest
{
    [Fact]
    public async Task Readers_that_are_cut_off_again_and_again_see_the_same()
    {
        var log = Host.Get<NoticeLog>();
        var adding = Task.Run(
            async () =>
            {
                for (var number = 0; number < 300; number++)
                {
                    await log.AddAsync(new Notice(0, NoticeTypes.Test, default, $"k{number}"), Token);
                }
            },
            Token);
        var readers = await Task.WhenAll(Enumerable.Range(1, 3).Select(seed => ReadAsync(new Random(seed), 300)));
        await adding;
        readers.ShouldAllBe(seen => seen.SequenceEqual(Enumerable.Range(1, 300).Select(number => (long)number)));
        (await Owner.GetAsync("/api/owner/events?after=x")).Code.ShouldBe("invalid_parameter");
    }

    [Fact]
    public async Task A_page_on_this_machine_has_the_same_as_a_web_socket()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {Owner.Ticket}");
        var address = new UriBuilder(Host.Address) { Scheme = "ws", Path = "/api/owner/ws", Query = "after=0" }.Uri;
        await socket.ConnectAsync(address, Token);
        await PostAsync("/api/owner/notices/test");
        var buffer = new byte[4_096];
        var got = await socket.ReceiveAsync(buffer.AsMemory(), Token);
        JsonDocument.Parse(buffer.AsMemory(0, got.Count)).RootElement.GetProperty("type").GetString().ShouldBe("test");
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Token);
        (await Owner.GetAsync("/api/owner/ws")).Code.ShouldBe("upgrade_required");
        using var stranger = new ClientWebSocket();
        await Should.ThrowAsync<WebSocketException>(() => stranger.ConnectAsync(address, Token));
    }

    private async Task<List<long>> ReadAsync(Random random, int count)
    {
        var seen = new List<long>();
        while (seen.Count < count)
        {
            var last = seen.Count == 0 ? null : $"{seen[^1]}";
            var left = random.Next(1, 60);
            await foreach (var each in Owner.EventsAsync(last is null ? "/api/owner/events?after=0" : "/api/owner/events", last))
            {
                seen.Add(each.Data.GetProperty("number").GetInt64());
                if (--left == 0 || seen.Count == count)
                {
                    break;
                }
            }
        }

        return seen;
    }
}
