namespace DigitalTwin.LocalHost.Storage;

/// <summary>
/// A file of 8 MiB that stands in the data folder for nothing but to be given back when the disk is full: erasing needs some space,
/// and must work then, too.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class DiskReserve(string path)
{
    private const long Bytes = 8 * 1024 * 1024;

    /// <summary>Takes the space, unless it is taken already or there is none.</summary>
    public void Take()
    {
        if (File.Exists(path))
        {
            return;
        }

        try
        {
            File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, preallocationSize: Bytes).Dispose();
        }
        catch (IOException)
        {
            // As little space as that is said by readiness, and by the turns that are refused.
            File.Delete(path);
        }
    }

    /// <summary>Gives the space back.</summary>
    /// <returns>False where there was none to give.</returns>
    public bool Release()
    {
        if (!File.Exists(path))
        {
            return false;
        }

        File.Delete(path);
        return true;
    }
}
