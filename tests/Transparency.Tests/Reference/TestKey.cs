using System.Security.Cryptography;
using System.Text;

namespace Broker.Transparency.Tests.Reference;

/// <summary>A named key whose signatures are HMAC-SHA512 under its own public bytes: no signature at all, but fast, and wrong for any other key or text.</summary>
internal sealed class TestKey
{
    internal TestKey(string name, int number = 0)
    {
        Key = new VerifierKey(name, SHA256.HashData(Encoding.UTF8.GetBytes($"{name}/{number}")));
        var publicKey = Key.PublicKey.ToArray();
        Signer = new NoteSigner(Key, (message, signature) => HMACSHA512.HashData(publicKey, message, signature));
        Verifier = new NoteVerifier(Key, Verify);
        Log = new CheckpointVerifier(Key, WitnessPolicy.None, Verify);
    }

    internal VerifierKey Key { get; }

    internal NoteSigner Signer { get; }

    internal NoteVerifier Verifier { get; }

    /// <summary>The log of this key, which nobody witnesses.</summary>
    internal CheckpointVerifier Log { get; }

    internal static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        CryptographicOperations.FixedTimeEquals(HMACSHA512.HashData(publicKey, message), signature);
}
