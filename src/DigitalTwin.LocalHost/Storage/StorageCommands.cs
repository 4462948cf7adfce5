using System.IO.Compression;
using DigitalTwin.LocalHost.Storage.Rows;

namespace DigitalTwin.LocalHost.Storage;

/// <summary>The commands <c>backup FILE</c> and <c>storage check</c>. Both work while the twin runs.</summary>
internal static class StorageCommands
{
    /// <summary>
    /// Writes all that the data folder holds into a ZIP archive: the database as it is at this moment, the persona with its versions, and
    /// the generated keys. Unpacked into an empty folder, it is a data folder.
    /// </summary>
    /// <param name="settings">The command line's settings.</param>
    /// <param name="file">The archive, which must not be there yet. Only its owner can read it.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> BackupAsync(string[] settings, string file)
    {
        var (folder, database) = Find(settings);
        var full = Path.GetFullPath(file);
        if (File.Exists(full))
        {
            throw new StartupException($"{full} is there already: a backup does not overwrite it.");
        }

        // Beside the archive, so that it is moved there in one step.
        var working = $"{full}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(working);
            DataFolder.MakePrivate(working);
            TwinDatabase.Copy(database, Path.Combine(working, TwinDatabase.FileName));
            var archive = Path.Combine(working, "backup.zip");
            await PackAsync(folder, working, archive);
            File.Move(archive, full);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The backup {full} cannot be written: {error.Message}", error);
        }
        finally
        {
            if (Directory.Exists(working))
            {
                Directory.Delete(working, recursive: true);
            }
        }

        await Console.Out.WriteLineAsync(
            $"Backed up to {full} ({new FileInfo(full).Length:N0} bytes). It holds the twin's keys: keep it safe.");
        return 0;
    }

    /// <summary>Reads the whole database and says what is wrong with it.</summary>
    /// <returns>The exit code: 0 where nothing is, else 1.</returns>
    public static async Task<int> CheckAsync(string[] settings)
    {
        var (_, database) = Find(settings);
        var wrong = TwinDatabase.Check(database);
        if (wrong.Count == 0)
        {
            await Console.Out.WriteLineAsync($"{database} is whole: {TwinDatabase.Count(database):N0} rows.");
            return 0;
        }

        await Console.Error.WriteLineAsync(
            $"{database} is damaged:\n{string.Join('\n', wrong)}\nPut a backup in its place (README.md, Backup).");
        return 1;
    }

    private static (string Folder, string Database) Find(string[] settings)
    {
        var folder = DataFolder.PathOf(LocalHostApp.CreateBuilder(settings).Configuration);
        var database = Path.Combine(folder, TwinDatabase.FileName);
        return File.Exists(database)
            ? (folder, database)
            : throw new StartupException($"There is no database {database}: name the data folder with --Storage:Path=folder.");
    }

    private static async Task PackAsync(string folder, string working, string archive)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var stream = new FileStream(archive, options);
        await using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
        await zip.CreateEntryFromFileAsync(Path.Combine(working, TwinDatabase.FileName), TwinDatabase.FileName);
        foreach (var part in DataFolder.Parts.Select(part => Path.Combine(folder, part)).Where(Directory.Exists))
        {
            foreach (var file in Directory.EnumerateFiles(part, "*", SearchOption.AllDirectories))
            {
                await zip.CreateEntryFromFileAsync(file, Path.GetRelativePath(folder, file).Replace('\\', '/'));
            }
        }
    }
}
