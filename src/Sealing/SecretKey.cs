using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Broker.Sealing.Interop;

namespace Broker.Sealing;

/// <summary>A symmetric key of 32 bytes in guarded memory, readable only inside <see cref="Use"/>.</summary>
/// <remarks>
/// Its purpose is fixed by what made it: a key that was derived for one label is used for nothing else.
/// References: RFC 5869 (HKDF) for <see cref="Derive(string)"/>, with an empty salt and the label as info.
/// </remarks>
public sealed class SecretKey : IDisposable
{
    /// <summary>Bytes of a key.</summary>
    public const int Size = 32;

    private readonly KeyHandle handle;

    private SecretKey(ReadOnlySpan<byte> bytes) => handle = KeyArena.Shared.Store(bytes);

    /// <summary>Copies the 32 bytes; the caller zeroes its own copy.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static SecretKey FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Size ? new SecretKey(bytes) : throw Errors.WrongLength(nameof(bytes), Size, bytes.Length);

    /// <summary>A fresh key.</summary>
    public static SecretKey Generate(RandomFill random)
    {
        Span<byte> bytes = stackalloc byte[Size];
        random(bytes);
        var key = new SecretKey(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return key;
    }

    /// <summary>Lends the key's bytes to <paramref name="action"/>. They must not be kept; a copy is zeroed by whoever made it.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public void Use<TState>(TState state, ReadOnlySpanAction<byte, TState> action)
        where TState : allows ref struct
    {
        using var lease = handle.Open();
        action(lease.Bytes, state);
    }

    /// <summary>HKDF-SHA256 of this key with the UTF-8 label as info: an independent key for one purpose.</summary>
    public SecretKey Derive(string label) => Derive(Encoding.UTF8.GetBytes(label));

    /// <inheritdoc cref="Derive(string)"/>
    public SecretKey Derive(ReadOnlySpan<byte> label)
    {
        Span<byte> derived = stackalloc byte[Size];
        DeriveInto(label, derived);
        var key = new SecretKey(derived);
        CryptographicOperations.ZeroMemory(derived);
        return key;
    }

    /// <summary>Zeroes the key, after the uses that are under way.</summary>
    public void Dispose() => handle.Dispose();

    /// <summary>As <see cref="Derive(ReadOnlySpan{byte})"/>, into a buffer of 32 bytes that the caller zeroes: for a key that one computation needs.</summary>
    internal void DeriveInto(ReadOnlySpan<byte> label, Span<byte> derived)
    {
        using var lease = handle.Open();
        HKDF.DeriveKey(HashAlgorithmName.SHA256, lease.Bytes, derived, salt: [], info: label);
    }

    internal KeyLease Open() => handle.Open();

    internal nint GuardedAddress => handle.DangerousGetHandle();
}
