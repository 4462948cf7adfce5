namespace DigitalTwin.Prompts;

/// <summary>The tokens that are left for a prompt, as one model counts them.</summary>
internal sealed class TokenBudget(double tokens, double factor)
{
    /// <summary>The tokens left; never negative.</summary>
    public double Left { get; private set; } = tokens;

    /// <summary>The tokens of a text.</summary>
    public double Cost(string text) => TokenEstimator.Raw(text) * factor;

    /// <summary>
    /// Takes a part of what is left as a budget of its own; what it does not use is returned with <see cref="Return"/>.
    /// </summary>
    public TokenBudget Share(double fraction)
    {
        var share = new TokenBudget(Left * fraction, factor);
        Left -= share.Left;
        return share;
    }

    public void Return(TokenBudget share) => Left += share.Left;

    /// <summary>Spends a text's tokens if there are enough left.</summary>
    public bool TrySpend(string text, int overhead = 0) => TrySpend(TokenEstimator.Raw(text) + overhead);

    /// <summary>Spends tokens, as they are estimated before calibration, if there are enough left.</summary>
    public bool TrySpend(double raw)
    {
        var cost = raw * factor;
        if (cost > Left)
        {
            return false;
        }

        Left -= cost;
        return true;
    }

    /// <summary>Spends as much of a text as there are tokens for; a text that is cut ends in an ellipsis.</summary>
    public string SpendUpTo(string text)
    {
        if (TrySpend(text))
        {
            return text;
        }

        const string mark = " […]";
        var (low, high) = (0, text.Length);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = Cost(text[..middle] + mark) <= Left ? (middle, high) : (low, middle - 1);
        }

        low -= low > 0 && char.IsHighSurrogate(text[low - 1]) ? 1 : 0;
        var cut = low == 0 ? "" : text[..low] + mark;
        Left -= Cost(cut);
        return cut;
    }
}
