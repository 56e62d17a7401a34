using System.Security.Cryptography;
using Broker.Sealing;

namespace Broker.Cli;

/// <summary>Files that hold one age identity, as the ordinary age tool reads them.</summary>
internal static class AgeIdentityFile
{
    private const int Limit = 256;

    public static void Write(string file, X25519PrivateKey key)
    {
        Span<byte> text = stackalloc byte[AgeKeys.IdentityLength + 1];
        AgeKeys.FormatIdentity(key, text[..^1]);
        text[^1] = (byte)'\n';
        PrivateFile.Write(file, text, replace: false);
        CryptographicOperations.ZeroMemory(text);
    }

    public static X25519PrivateKey Read(string file)
    {
        using var text = SecretBytes.ReadFile(file, Limit);
        return AgeKeys.TryParseIdentity(text.Span.TrimEnd((byte)'\n'), out var key) && key is not null
            ? key
            : throw new CommandFailure($"`{file}` is not an age identity");
    }
}
