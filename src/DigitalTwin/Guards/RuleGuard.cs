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
    private readonly char[] seen = new char[SecretText.LongestShared * 2];
    private readonly int[] progress = new int[secret.Tokens.Count];
    private int length;
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
                shown.Append(Release(held.Length >= MostHeld ? 0 : Held()));
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

    /// <summary>Takes note of what was shown before: a word may begin there.</summary>
    public void Remember(string text)
    {
        foreach (var next in text.Where(char.IsLetterOrDigit))
        {
            Follow(char.ToLowerInvariant(next));
        }

        IsStopped = false;
    }

    /// <summary>What is still held back, once the reply is over.</summary>
    public string Finish() => Release(0);

    private void Follow(char next)
    {
        if (length == seen.Length)
        {
            seen.AsSpan(length / 2).CopyTo(seen);
            length /= 2;
        }

        seen[length++] = next;
        for (run = Math.Min(run + 1, length); run > 0 && !IsInRules(run); run--)
        {
        }

        var found = run >= SecretText.LongestShared ? run : 0;
        for (var i = 0; i < progress.Length; i++)
        {
            progress[i] = secret.Tokens[i].Next(progress[i], next);
            found = progress[i] == secret.Tokens[i].Length ? Math.Max(found, progress[i]) : found;
        }

        if (found > 0)
        {
            var letters = Math.Min(Math.Max(found, Held()), places.Count);
            IsStopped = true;
            held.Length = letters == 0 ? 0 : places[^letters];
            places.Clear();
        }
    }

    private bool IsInRules(int letters)
        => secret.Corpus.AsSpan().IndexOf(seen.AsSpan(length - letters, letters)) >= 0;

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
