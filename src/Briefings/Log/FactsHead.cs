using System.Security.Cryptography;

namespace Broker.Briefings;

/// <summary>The commitment of an entry to its facts: SHA-256(salt || facts), with 32 random bytes of salt.</summary>
/// <remarks>Hiding: without the salt nobody can try facts against the head (2^-256 a guess). Binding: SHA-256 collisions. Facts begin with their own domain.</remarks>
public static class FactsHead
{
    /// <summary>Size of a salt, in bytes.</summary>
    public const int SaltSize = 32;

    /// <summary>The head of these facts.</summary>
    /// <exception cref="ArgumentException">The salt has another size.</exception>
    public static Sha256Digest Of(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> facts)
    {
        if (salt.Length != SaltSize)
        {
            throw Fault.WrongLength(nameof(salt), SaltSize);
        }

        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        hash.AppendData(facts);
        Span<byte> digest = stackalloc byte[Sha256Digest.Size];
        hash.GetHashAndReset(digest);
        return Sha256Digest.FromBytes(digest);
    }
}
