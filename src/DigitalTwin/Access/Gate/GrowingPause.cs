namespace DigitalTwin.Access.Gate;

/// <summary>A pause that doubles with each wrong attempt.</summary>
/// <param name="Free">So many cost nothing: who mistypes is not to notice anything.</param>
/// <param name="MostDoublings">It doubles so often at most.</param>
internal sealed record GrowingPause(int Free, int MostDoublings)
{
    /// <summary>The first pause.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>The pause after so many wrong attempts.</summary>
    public TimeSpan After(int count) => count < Free ? TimeSpan.Zero : First * Math.Pow(2, Math.Min(count - Free, MostDoublings));
}
