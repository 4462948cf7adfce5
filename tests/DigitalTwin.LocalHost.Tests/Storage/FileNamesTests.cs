using DigitalTwin.LocalHost.Storage;

namespace DigitalTwin.LocalHost.Tests.Storage;

public sealed class FileNamesTests
{
    [Theory]
    [InlineData("session-1", "session-1")]
    [InlineData("with_underscore", "with_underscore")]
    public void A_plain_key_is_its_own_file_name(string key, string name) => FileNames.Of(key).ShouldBe(name);

    [Theory]
    [InlineData("Upper")]
    [InlineData("../up")]
    [InlineData("con/aux")]
    [InlineData("dots.are.not.plain")]
    public void Any_other_key_is_hashed(string key)
    {
        FileNames.Of(key).ShouldMatch("^~[0-9a-f]{64}$");
        FileNames.Of(key).ShouldNotBe(FileNames.Of(key.ToLowerInvariant() + "x"));
        FileNames.Of(new string('a', 101)).ShouldStartWith("~");
    }
}
