using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Broker.Sealing;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>
/// A witness's signing key, in a file for its owner alone: <c>witness-key/1</c>, then <c>key</c> with the cosigner key that policies name, then
/// <c>seed</c> with 64 hexadecimal digits. It signs cosignatures and nothing else.
/// </summary>
internal sealed class WitnessKey : IDisposable
{
    private const int Limit = 1024;
    private const int SeedDigits = 2 * Ed25519SigningKey.SeedSize;
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789abcdef"u8);
    private readonly Ed25519SigningKey signing;

    private WitnessKey(CosignerKey key, Ed25519SigningKey signing) => (Key, this.signing) = (key, signing);

    /// <summary>The public half, with the witness's name.</summary>
    public CosignerKey Key { get; }

    private static ReadOnlySpan<byte> Header => "witness-key/1\nkey "u8;

    private static ReadOnlySpan<byte> SeedLine => "\nseed "u8;

    /// <summary>Makes a fresh key; a file that exists is never written over.</summary>
    public static WitnessKey Create(string path, string name, RandomFill random)
    {
        var signing = Ed25519SigningKey.Generate(random);
        try
        {
            WitnessKey made = new(Named(name, signing.PublicKey), signing);
            made.Write(path);
            return made;
        }
        catch
        {
            signing.Dispose();
            throw;
        }
    }

    /// <summary>Reads a key's file; name and seed must be those of the public key in it.</summary>
    public static WitnessKey Read(string path)
    {
        using var text = SecretBytes.ReadFile(path, Limit);
        var seedLine = text.Span.IndexOf(SeedLine);
        var digits = seedLine < 0 ? [] : text.Span[(seedLine + SeedLine.Length)..];
        if (!text.Span.StartsWith(Header) || digits.Length != SeedDigits + 1 || digits[^1] != (byte)'\n'
            || !CosignerKey.TryParse(Encoding.UTF8.GetString(text.Span[Header.Length..seedLine]), out var key)
            || Open(digits[..^1]) is not { } signing)
        {
            throw Malformed(path);
        }

        if (signing.PublicKey.AsSpan().SequenceEqual(key.PublicKey))
        {
            return new WitnessKey(key, signing);
        }

        signing.Dispose();
        throw Malformed(path);
    }

    /// <summary>A signature line over a checkpoint's text: at this time, the longest log that the witness has seen.</summary>
    public string Cosign(string checkpointText, long time) => Cosignature.Sign(checkpointText, Key, time, signing.Sign);

    public void Dispose() => signing.Dispose();

    private static CosignerKey Named(string name, byte[] publicKey)
    {
        try
        {
            return new CosignerKey(name, publicKey);
        }
        catch (ArgumentException)
        {
            throw new CommandFailure("--name is a name without spaces and plus signs, at most 255 characters; better one in your own domain, as witness.example/1");
        }
    }

    private static CommandFailure Malformed(string path) => new($"`{path}` is not a witness's key");

    private static Ed25519SigningKey? Open(ReadOnlySpan<byte> digits)
    {
        Span<byte> seed = stackalloc byte[Ed25519SigningKey.SeedSize];
        try
        {
            return !digits.ContainsAnyExcept(Digits) && Convert.FromHexString(digits, seed, out _, out _) == OperationStatus.Done
                ? Ed25519SigningKey.FromSeed(seed)
                : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    private void Write(string path)
    {
        using SecretBytes text = new(Limit);
        Span<byte> seed = stackalloc byte[Ed25519SigningKey.SeedSize];
        Span<byte> digits = stackalloc byte[SeedDigits];
        try
        {
            signing.ExportSeed(seed);
            Convert.TryToHexStringLower(seed, digits, out _);
            if (!text.TryAppend(Header) || !text.TryAppend(Encoding.UTF8.GetBytes(Key.ToString())) || !text.TryAppend(SeedLine)
                || !text.TryAppend(digits) || !text.TryAppend("\n"u8))
            {
                throw new CommandFailure("--name is too long");
            }

            PrivateFile.Write(path, text.Span, replace: false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
            CryptographicOperations.ZeroMemory(digits);
        }
    }
}
