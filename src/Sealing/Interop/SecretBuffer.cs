using System.Security.Cryptography;

namespace Broker.Sealing.Interop;

/// <summary>Plaintext for the length of a <c>using</c>: a pinned array, so that the collector leaves no copy, zeroed at the end.</summary>
internal sealed class SecretBuffer(int length) : IDisposable
{
    /// <summary>No plaintext yet.</summary>
    internal static SecretBuffer Empty { get; } = new(0);

    internal byte[] Array { get; } = GC.AllocateArray<byte>(length, pinned: true);

    internal Span<byte> Span => Array;

    public void Dispose() => CryptographicOperations.ZeroMemory(Array);
}
