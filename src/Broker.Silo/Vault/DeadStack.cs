using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Broker.Silo.Vault;

/// <summary>The part of the thread's stack that calls have left: what they had in local variables still lies there.</summary>
internal static class DeadStack
{
    // More than the deepest of the calls that see plaintext uses: they keep large things in buffers, and hashing a few KiB.
    private const int Size = 32 * 1024;

    /// <summary>Zeroes it. A method of its own, never inlined: its frame lies where those of the calls before it lay.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Zero()
    {
        Span<byte> below = stackalloc byte[Size];
        CryptographicOperations.ZeroMemory(below);
    }
}
