namespace DigitalTwin.LocalHost.Storage;

/// <summary>The folder with everything the local host keeps, owned by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream ownership;

    private DataFolder(string path, FileStream ownership, bool isNew) => (Path, this.ownership, IsNew) = (path, ownership, isNew);

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>Whether this is the first run on this folder.</summary>
    public bool IsNew { get; }

    public string Rows => System.IO.Path.Combine(Path, "rows");

    public string Blobs => System.IO.Path.Combine(Path, "blobs");

    public string Secrets => System.IO.Path.Combine(Path, "secrets");

    /// <summary>Creates the folder where it is missing, checks that it can be written, and takes ownership.</summary>
    /// <exception cref="StartupException">The folder cannot be written or belongs to a running process.</exception>
    public static DataFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(full, error);
        }

        var file = System.IO.Path.Combine(full, "owner.lock");
        var isNew = !File.Exists(file);
        try
        {
            // The operating system releases the lock when the process ends, however it ends.
            return new DataFolder(full, new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), isNew);
        }
        catch (UnauthorizedAccessException error)
        {
            throw NotWritable(full, error);
        }
        catch (IOException error) when (!isNew)
        {
            throw new StartupException(
                $"The data folder {full} is in use by another running twin. "
                + "Stop that one, or choose another folder: --Storage:Path=other-folder",
                error);
        }
        catch (IOException error)
        {
            throw NotWritable(full, error);
        }
    }

    public void Dispose() => ownership.Dispose();

    private static StartupException NotWritable(string path, Exception error)
        => new($"The data folder {path} cannot be written: {error.Message} Choose one that can: --Storage:Path=some-folder", error);
}
