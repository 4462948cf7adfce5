using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DigitalTwin.Rates;

/// <summary>
/// Values by key that take no more memory than a given number of them, whoever sends keys: those that were not asked for longest are
/// forgotten, half of them at a time. Not safe for several threads at once.
/// </summary>
/// <typeparam name="T">What is kept.</typeparam>
/// <param name="most">Most keys.</param>
internal sealed class BoundedMap<T>(int most)
    where T : struct
{
    private Dictionary<UInt128, T> young = [];
    private Dictionary<UInt128, T> old = [];

    /// <summary>How many keys were asked for lately.</summary>
    public int Count => Math.Max(young.Count, old.Count);

    /// <summary>The value of a key, a new one where there is none; valid until the next call.</summary>
    public ref T Of(UInt128 key)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrNullRef(young, key);
        if (!Unsafe.IsNullRef(ref known))
        {
            return ref known;
        }

        if (young.Count >= most / 2)
        {
            Age();
        }

        old.Remove(key, out var value);
        ref var added = ref CollectionsMarshal.GetValueRefOrAddDefault(young, key, out _);
        added = value;
        return ref added;
    }

    /// <summary>The value of a key, where there is one.</summary>
    public T? Find(UInt128 key) => young.TryGetValue(key, out var value) || old.TryGetValue(key, out value) ? value : null;

    /// <summary>Forgets a key.</summary>
    public void Remove(UInt128 key)
    {
        young.Remove(key);
        old.Remove(key);
    }

    /// <summary>Forgets the keys that were not asked for since this was last called.</summary>
    public void Age() => (old, young) = (young, []);
}
