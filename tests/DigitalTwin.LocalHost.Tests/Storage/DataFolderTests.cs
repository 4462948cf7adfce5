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
    public void A_folder_belongs_to_one_process_at_a_time()
    {
        using var first = DataFolder.Open(folder.Path);
        Should.Throw<StartupException>(() => DataFolder.Open(folder.Path)).Message.ShouldContain("in use by another running twin");
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_said_so()
    {
        File.WriteAllText(folder.File("a-file"), "");
        var error = Should.Throw<StartupException>(() => DataFolder.Open(folder.File("a-file", "data")));
        error.Message.ShouldContain("cannot be written");
        error.Message.ShouldContain("--Storage:Path");
    }
}
