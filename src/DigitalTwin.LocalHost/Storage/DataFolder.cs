using DigitalTwin.LocalHost.Storage.Rows;

namespace DigitalTwin.LocalHost.Storage;

/// <summary>The folder with everything the local host keeps, owned by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private const string LockFile = "owner.lock";

    private readonly FileStream ownership;

    private DataFolder(string path, FileStream ownership, bool isNew)
    {
        (Path, this.ownership, IsNew, WasCutOff) = (path, ownership, isNew, !isNew && ownership.Length == 0);

        // Not the other way round: a start on a full disk can write nothing.
        ownership.SetLength(0);
    }

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>Whether this is the first run on this folder.</summary>
    public bool IsNew { get; }

    /// <summary>Whether the process that owned the folder last did not come to its end.</summary>
    public bool WasCutOff { get; }

    /// <summary>The folders in it whose files can be copied while the twin runs.</summary>
    public static IReadOnlyList<string> Parts { get; } = ["blobs", "secrets"];

    public string Database => System.IO.Path.Combine(Path, TwinDatabase.FileName);

    public string Reserve => System.IO.Path.Combine(Path, "reserve");

    public string Blobs => System.IO.Path.Combine(Path, Parts[0]);

    public string Secrets => SecretsOf(Path);

    /// <summary>Where in a data folder its secrets are.</summary>
    public static string SecretsOf(string path) => System.IO.Path.Combine(path, Parts[1]);

    /// <summary>The full path of the folder that a configuration names.</summary>
    public static string PathOf(IConfiguration configuration)
        => System.IO.Path.GetFullPath(configuration["Storage:Path"] is { Length: > 0 } path ? path : ".data");

    /// <summary>Creates the folder where it is missing, checks that it can be written, and takes ownership.</summary>
    /// <exception cref="StartupException">
    /// The folder cannot be written, belongs to a running process, is on a network share or was written by an older version.
    /// </exception>
    public static DataFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            var isOurs = !Directory.Exists(full) || IsOurs(full);
            Directory.CreateDirectory(full);
            if (isOurs)
            {
                MakePrivate(full);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(full, error);
        }

        CheckPlace(full, IsNetworkShare(full));
        var file = System.IO.Path.Combine(full, LockFile);
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
        catch (IOException error) when (!isNew && IsLocked(error))
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

    /// <summary>Lets nobody but the account that runs the twin look into a folder, where that account may say so.</summary>
    public static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (UnauthorizedAccessException)
        {
            // A mounted volume can belong to another account and be writable all the same.
        }
    }

    public void Dispose()
    {
        try
        {
            // An empty file says that its owner did not come to this.
            RandomAccess.Write(ownership.SafeFileHandle, "1"u8, 0);
        }
        catch (IOException)
        {
            // No room for it: the next start looks for turns that were cut off, and finds none.
        }

        ownership.Dispose();
    }

    /// <summary>Refuses a folder that the database cannot be in.</summary>
    internal static void CheckPlace(string path, bool isNetworkShare)
    {
        // https://sqlite.org/wal.html: all processes that use a database in WAL mode must be on the same machine.
        if (isNetworkShare)
        {
            throw new StartupException(
                $"The data folder {path} is on a network share, where the database cannot be kept safely. "
                + "Choose one on a disk of this machine: --Storage:Path=folder");
        }

        if (Directory.Exists(System.IO.Path.Combine(path, "rows")))
        {
            throw new StartupException(
                $"An older version of the twin wrote the data folder {path}: its conversations are in files under 'rows', which this "
                + "version does not read. Move 'rows' away to start without them, or choose another folder: --Storage:Path=folder");
        }
    }

    // A folder that has other things in it keeps the rights that its owner gave it.
    private static bool IsOurs(string path)
        => File.Exists(System.IO.Path.Combine(path, LockFile)) || !Directory.EnumerateFileSystemEntries(path).Any();

    private static bool IsNetworkShare(string path)
        => path.StartsWith(@"\\", StringComparison.Ordinal) || new DriveInfo(path).DriveType == DriveType.Network;

    // Of Windows: a sharing or locking violation. Elsewhere EAGAIN, which is another number on macOS.
    private static bool IsLocked(IOException error)
        => error.HResult is unchecked((int)0x80070020) or unchecked((int)0x80070021) or 11 or 35;

    private static StartupException NotWritable(string path, Exception error)
        => new($"The data folder {path} cannot be written: {error.Message} Choose one that can: --Storage:Path=some-folder", error);
}
