namespace Broker.Faults.Power;

/// <summary>A small repeatable generator (SplitMix64): a cut that found a fault can be made again.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong state = seed;

    /// <summary>A number from 0 to below <paramref name="bound"/>.</summary>
    public int Next(int bound) => bound <= 1 ? 0 : (int)(Draw() % (ulong)bound);

    public bool Coin() => (Draw() & 1) == 1;

    private ulong Draw() => unchecked(Mix(state += 0x9E3779B97F4A7C15));

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
