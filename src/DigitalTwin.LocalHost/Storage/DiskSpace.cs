using DigitalTwin.Storage;

namespace DigitalTwin.LocalHost.Storage;

/// <summary>The space of the disk that the data folder is on.</summary>
internal sealed class DiskSpace(DataFolder folder, TimeProvider time) : IStorageSpace
{
    /// <summary>With fewer free bytes no turn is begun: as much as one may write with all its steps, and the log with it.</summary>
    public const long LeastBytes = 32 * 1024 * 1024;

    private const double LeastShare = 0.05;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly DriveInfo drive = new(folder.Path);
    private long lookedAt;
    private StorageSpace found;

    public StorageSpace Look()
    {
        lock (gate)
        {
            if (lookedAt == 0 || time.GetElapsedTime(lookedAt) >= Interval)
            {
                lookedAt = time.GetTimestamp();
                found = Of(drive.AvailableFreeSpace, drive.TotalSize);
            }

            return found;
        }
    }

    internal static StorageSpace Of(long free, long total)
        => free < LeastBytes ? StorageSpace.Full : free < total * LeastShare ? StorageSpace.Low : StorageSpace.Enough;
}
