using System.Text;

namespace DigitalTwin.Guards;

/// <summary>
/// Lets a reply through while it does not repeat what only the twin was told. What may become such a repetition is held back, at most
/// <see cref="MostHeld"/> characters; a reply that is one ends before it.
/// </summary>
internal sealed class RuleGuard(SecretText secret)
{
    /// <summary>Most characters that are held back.</summary>
    public const int MostHeld = 600;

    // A run that is shorter stands in any English text.
    private const int ShortestRun = 16;
    private const int ShortestStart = 2;

    private readonly StringBuilder held = new();

    // Where in what is held each of its letters and digits stands.
    private readonly List<int> places = [];
    private readonly StringBuilder seen = new();
    private readonly int[] progress = new int[secret.Tokens.Count];
    private int run;

    /// <summary>Whether the reply was ended.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Takes a piece and returns what can be shown.</summary>
    public string Write(string text)
    {
        var shown = new StringBuilder();
        foreach (var next in text)
        {
            if (IsStopped)
            {
                break;
            }

            if (held.Length >= MostHeld / 2)
            {
                shown.Append(Release(Held()));
            }

            held.Append(next);
            if (char.IsLetterOrDigit(next))
            {
                places.Add(held.Length - 1);
                Follow(char.ToLowerInvariant(next));
            }
        }

        return shown.Append(Release(Held())).ToString();
    }

    /// <summary>What is still held back, once the reply is over.</summary>
    public string Finish() => Release(0);

    private void Follow(char next)
    {
        seen.Append(next);
        if (seen.Length > SecretText.LongestShared * 2)
        {
            seen.Remove(0, SecretText.LongestShared);
        }

        run = Math.Min(run, seen.Length - 1);
        while (!secret.Corpus.Contains(seen.ToString(seen.Length - run - 1, run + 1), StringComparison.Ordinal) && run >= 0)
        {
            run--;
        }

        run++;
        var found = run >= SecretText.LongestShared ? run : 0;
        foreach (var (index, token) in secret.Tokens.Index())
        {
            progress[index] = token.Next(progress[index], next);
            found = progress[index] == token.Length ? Math.Max(found, token.Length) : found;
        }

        if (found > 0 || held.Length > MostHeld)
        {
            IsStopped = true;
            var letters = Math.Min(Math.Max(found, Held()), places.Count);
            held.Length = letters == 0 ? 0 : places[^letters];
            places.Clear();
        }
    }

    // How many letters at the end may belong to a repetition.
    private int Held()
    {
        if (IsStopped)
        {
            return 0;
        }

        var most = run >= ShortestRun ? run : 0;
        foreach (var begun in progress)
        {
            most = begun >= ShortestStart ? Math.Max(most, begun) : most;
        }

        return Math.Min(most, places.Count);
    }

    private string Release(int kept)
    {
        var end = kept == 0 ? held.Length : places[^kept];
        var shown = held.ToString(0, end);
        held.Remove(0, end);
        places.RemoveRange(0, places.Count - kept);
        for (var i = 0; i < places.Count; i++)
        {
            places[i] -= end;
        }

        return shown;
    }
}
