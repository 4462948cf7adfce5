using System.Globalization;
using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using DigitalTwin.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace DigitalTwin.SignIn;

/// <summary>The owner's password. Wrong ones make the next attempt wait, wherever it comes from, twice as long each time.</summary>
internal sealed class OwnerAccount(IRowStore rows, TimeProvider time)
{
    private const string Credential = "cred-password";
    private const string Tries = "tries";
    private const string Name = "name";
    private const string Hash = "hash";

    private static readonly GrowingPause Pause = new(Free: 5, MostDoublings: 9);
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    // https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
    private static readonly PasswordHasher<string> Hasher
        = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));

    // Checked against where there is no account, or another name: as long as a right one takes.
    private static readonly Lazy<string> NoHash = new(() => Hasher.HashPassword("", Guid.NewGuid().ToString()));

    /// <summary>Makes the account. There is one, and it is made once.</summary>
    /// <returns>False where there is one already.</returns>
    public async Task<bool> RegisterAsync(string email, string password, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(RowWrite.Insert(Credential, ToValues(Normal(email), password)), cancellationToken);
            return true;
        }
        catch (RowConflictException)
        {
            return false;
        }
    }

    /// <summary>Whether there is an account.</summary>
    public async Task<bool> ExistsAsync(CancellationToken cancellationToken) => await GetAsync(Credential, cancellationToken) is not null;

    /// <summary>Sets another password.</summary>
    /// <returns>False where there is no account.</returns>
    public async Task<bool> ChangeAsync(string password, CancellationToken cancellationToken)
    {
        if (await GetAsync(Credential, cancellationToken) is not { } row)
        {
            return false;
        }

        await WriteAsync(RowWrite.Replace(Credential, ToValues(row[Name]!, password), row.ETag), cancellationToken);
        return true;
    }

    /// <summary>Whether name and password are the account's.</summary>
    /// <param name="email">The name; <see langword="null"/> for whoever is signed in already.</param>
    /// <param name="password">The password.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ProblemException">Too many were wrong: the next attempt has to wait.</exception>
    public async Task<bool> CheckAsync(string? email, string password, CancellationToken cancellationToken)
    {
        // Counted before it is looked at: else many attempts at once would be as one. Who is signed in waits for no stranger's attempts.
        if (email is not null)
        {
            await CountAsync(cancellationToken);
        }

        var row = await GetAsync(Credential, cancellationToken);
        var isName = row is not null && (email is null || row[Name] == Normal(email));
        var result = Hasher.VerifyHashedPassword("", isName ? row![Hash]! : NoHash.Value, password);
        if (!isName || result == PasswordVerificationResult.Failed)
        {
            return false;
        }

        await WriteAsync(RowWrite.Delete(Tries), cancellationToken);
        return true;
    }

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        var (row, now) = (await GetAsync(Tries, cancellationToken), time.GetUtcNow());
        var (count, since) = row is null ? (0, TimeSpan.Zero) : (int.Parse(row["count"]!, CultureInfo.InvariantCulture), now - AtOf(row));
        var pause = Pause.After(count);
        if (since < pause)
        {
            throw new ProblemException(Problems.SignInPaused) { RetryAfter = pause - since };
        }

        var values = new Dictionary<string, string>
        {
            ["count"] = (since >= Memory ? 1 : count + 1).ToString(CultureInfo.InvariantCulture),
            ["at"] = now.ToString("O", CultureInfo.InvariantCulture),
        };
        try
        {
            await WriteAsync(
                row is null ? RowWrite.Insert(Tries, values) : RowWrite.Replace(Tries, values, row.ETag), cancellationToken);
        }
        catch (RowConflictException)
        {
            // Another attempt at the same moment.
            throw new ProblemException(Problems.SignInPaused) { RetryAfter = GrowingPause.First };
        }
    }

    private Task<Row?> GetAsync(string key, CancellationToken cancellationToken)
        => rows.GetAsync(OwnerSessionStore.Table, OwnerSessionStore.Partition, key, cancellationToken);

    private Task<IReadOnlyList<string>> WriteAsync(RowWrite write, CancellationToken cancellationToken)
        => rows.WriteAsync(OwnerSessionStore.Table, OwnerSessionStore.Partition, [write], cancellationToken);

    private static DateTimeOffset AtOf(Row row) => DateTimeOffset.Parse(row["at"]!, CultureInfo.InvariantCulture);

    private static string Normal(string email) => email.Trim().ToLowerInvariant();

    private static Dictionary<string, string> ToValues(string name, string password)
        => new() { [Name] = name, [Hash] = Hasher.HashPassword("", password) };
}
