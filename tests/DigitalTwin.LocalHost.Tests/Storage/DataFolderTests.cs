using DigitalTwin.LocalHost.Storage;
using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests.Storage;

public sealed class DataFolderTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_is_new_once()
    {
        using (var first = DataFolder.Open(folder.File("data")))
        {
            first.IsNew.ShouldBeTrue();
        }

        using var second = DataFolder.Open(folder.File("data"));
        second.IsNew.ShouldBeFalse();
    }

    [Fact]
    public void It_tells_whether_its_last_owner_came_to_its_end()
    {
        for (var start = 0; start < 2; start++)
        {
            using var ended = DataFolder.Open(folder.File("data"));
            ended.WasCutOff.ShouldBeFalse($"start {start}");
        }

        // What an owner leaves that was killed.
        File.WriteAllBytes(Path.Combine(folder.File("data"), "owner.lock"), []);
        using var next = DataFolder.Open(folder.File("data"));
        next.WasCutOff.ShouldBeTrue();
    }

    [Fact]
    public void A_folder_belongs_to_one_process_at_a_time()
    {
        using var first = DataFolder.Open(folder.Path);
        Should.Throw<StartupException>(() => DataFolder.Open(folder.Path)).Message.ShouldContain("in use by another running twin");
    }

    [Fact]
    public void Nobody_else_can_look_into_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other rights.");
        using var data = DataFolder.Open(folder.File("data"));
        var mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(data.Path);
        mode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void A_folder_with_other_things_in_it_keeps_its_rights()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other rights.");
        File.WriteAllText(folder.File("mine"), "");
        var before = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(folder.Path);
        SetMode(before | UnixFileMode.GroupRead);
        using var data = DataFolder.Open(folder.Path);
        (OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(folder.Path)).ShouldBe(before | UnixFileMode.GroupRead);
    }

    [Fact]
    public void A_network_share_is_refused()
        => Should.Throw<StartupException>(() => DataFolder.CheckPlace(folder.Path, isNetworkShare: true))
            .Message.ShouldContain("is on a network share");

    [Fact]
    public void A_folder_of_an_older_version_is_refused_and_left_as_it_is()
    {
        Directory.CreateDirectory(folder.File("rows", "conversations"));
        Should.Throw<StartupException>(() => DataFolder.Open(folder.Path)).Message.ShouldContain("An older version of the twin wrote");
        Directory.GetFileSystemEntries(folder.Path).ShouldBe([folder.File("rows")]);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_said_so()
    {
        File.WriteAllText(folder.File("a-file"), "");
        var error = Should.Throw<StartupException>(() => DataFolder.Open(folder.File("a-file", "data")));
        error.Message.ShouldContain("cannot be written");
        error.Message.ShouldContain("--Storage:Path");
    }

    private void SetMode(UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.Path, mode);
        }
    }
}
