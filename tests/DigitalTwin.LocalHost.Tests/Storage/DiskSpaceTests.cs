using DigitalTwin.LocalHost.Storage;
using DigitalTwin.Storage;
using DigitalTwin.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.LocalHost.Tests.Storage;

public sealed class DiskSpaceTests
{
    private const long Gigabyte = 1024 * 1024 * 1024;

    [Theory]
    [InlineData(50 * Gigabyte, 100 * Gigabyte, StorageSpace.Enough)]
    [InlineData(5 * Gigabyte, 100 * Gigabyte, StorageSpace.Enough)]
    [InlineData((5 * Gigabyte) - 1, 100 * Gigabyte, StorageSpace.Low)]
    [InlineData(DiskSpace.LeastBytes, 100 * Gigabyte, StorageSpace.Low)]
    [InlineData(DiskSpace.LeastBytes - 1, 100 * Gigabyte, StorageSpace.Full)]
    [InlineData(DiskSpace.LeastBytes - 1, DiskSpace.LeastBytes, StorageSpace.Full)]
    [InlineData(0, 0, StorageSpace.Full)]
    public void Space_is_told_by_what_is_free(long free, long total, StorageSpace expected)
        => DiskSpace.Of(free, total).ShouldBe(expected);

    [Fact]
    public async Task With_no_space_left_no_model_is_paid_and_a_visitor_can_still_be_forgotten()
    {
        await using var model = await ModelServer.StartAsync();
        model.Otherwise = ModelServer.Reply("Hello to you.");
        var space = new ChangingSpace();
        await using var host = await TwinHost.StartAsync(
            TwinHost.SettingsFor(model), configure: services => services.AddSingleton<IStorageSpace>(space));
        (await host.Client.ChatAsync("Hello")).Status.ShouldBe(200);
        var paid = model.Requests.Count;

        space.Now = StorageSpace.Low;
        (await host.Client.GetAsync("/api/health/ready")).Text("status").ShouldBe("degraded");
        (await host.Client.ChatAsync("Still there?")).Status.ShouldBe(200);

        space.Now = StorageSpace.Full;
        var refused = await host.Client.ChatAsync("And now?");
        (refused.Status, refused.Code).ShouldBe((507, "storage_full"));
        model.Requests.Count.ShouldBe(paid + 1);
        (await host.Client.GetAsync("/api/health/ready")).Status.ShouldBe(503);
        (await host.Client.SendAsync(HttpMethod.Delete, $"/api/sessions/{host.Client.SessionId}")).Status.ShouldBe(204);
    }

    private sealed class ChangingSpace : IStorageSpace
    {
        public StorageSpace Now { get; set; }

        public StorageSpace Look() => Now;
    }
}
