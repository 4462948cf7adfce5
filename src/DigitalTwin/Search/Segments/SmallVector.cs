using System.Numerics;
using System.Runtime.InteropServices;

namespace DigitalTwin.Search.Segments;

/// <summary>A vector of one byte a value: a fourth of the room, and the same order of results as far as it matters.</summary>
/// <param name="Scale">What the values are to be multiplied with.</param>
/// <param name="Values">-127 to 127.</param>
internal readonly record struct SmallVector(float Scale, sbyte[] Values)
{
    private const float Most = 127;

    /// <summary>The vector in the direction of another one, of length 1.</summary>
    public static SmallVector Of(float[] vector)
    {
        var length = MathF.Sqrt(vector.Sum(value => value * value));
        var largest = vector.Length == 0 ? 0 : vector.Max(MathF.Abs);
        if (length == 0 || largest == 0)
        {
            return new SmallVector(0, new sbyte[vector.Length]);
        }

        var step = Most / largest;
        return new SmallVector(largest / Most / length, [.. vector.Select(value => (sbyte)MathF.Round(value * step))]);
    }

    /// <summary>The product of two, which for vectors of length 1 is how alike they are: -1 to 1.</summary>
    public static float Dot(ReadOnlySpan<sbyte> one, ReadOnlySpan<sbyte> other)
    {
        // In wider numbers: the sum of products of bytes is none.
        var (sum, i) = (Vector<int>.Zero, 0);
        var ones = MemoryMarshal.Cast<sbyte, Vector<sbyte>>(one);
        var others = MemoryMarshal.Cast<sbyte, Vector<sbyte>>(other);
        for (; i < ones.Length; i++)
        {
            Vector.Widen(ones[i], out var low, out var high);
            Vector.Widen(others[i], out var otherLow, out var otherHigh);
            Vector.Widen(low * otherLow, out var first, out var second);
            Vector.Widen(high * otherHigh, out var third, out var fourth);
            sum += first + second + third + fourth;
        }

        var rest = Vector.Sum(sum);
        for (i *= Vector<sbyte>.Count; i < one.Length; i++)
        {
            rest += one[i] * other[i];
        }

        return rest;
    }
}
