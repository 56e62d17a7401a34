using System.Security.Cryptography;

namespace Broker.Sealing.Interop;

/// <summary>Pinned arrays for plaintext that is streamed, used again and again and zeroed in between.</summary>
/// <remarks>
/// A pool of our own and not the shared one: that one's arrays are moved by the collector, which leaves copies, and go to strangers.
/// Two sizes: 4 KiB, and a chunk of 64 KiB. At most 16 of each are kept. The stacks are guarded by <see cref="Gate"/>.
/// </remarks>
internal static class SecretPool
{
    internal const int Small = 4 * 1024;
    internal const int Large = 64 * 1024;

    private const int MostKept = 16;

    private static readonly Lock Gate = new();
    private static readonly Stack<byte[]> SmallOnes = new(MostKept);
    private static readonly Stack<byte[]> LargeOnes = new(MostKept);

    /// <summary>An array of zeros, of 4 KiB or of 64 KiB: the smaller one that holds <paramref name="length"/> bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than 64 KiB.</exception>
    internal static byte[] Rent(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Large);
        var size = length <= Small ? Small : Large;
        lock (Gate)
        {
            if ((size == Small ? SmallOnes : LargeOnes).TryPop(out var kept))
            {
                return kept;
            }
        }

        return GC.AllocateArray<byte>(size, pinned: true);
    }

    /// <summary>Zeroes an array that <see cref="Rent"/> gave and takes it back.</summary>
    /// <exception cref="ArgumentException">Of another size: whoever rents it next would write beyond its end.</exception>
    internal static void Return(byte[] array)
    {
        if (array.Length is not (Small or Large))
        {
            throw Errors.WrongLength(nameof(array), Large, array.Length);
        }

        CryptographicOperations.ZeroMemory(array);
        lock (Gate)
        {
            var kept = array.Length == Small ? SmallOnes : LargeOnes;
            if (kept.Count < MostKept)
            {
                kept.Push(array);
            }
        }
    }
}
