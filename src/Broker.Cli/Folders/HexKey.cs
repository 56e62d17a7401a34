using System.Buffers;
using System.Security.Cryptography;
using Broker.Sealing;

namespace Broker.Cli;

/// <summary>Key files of 64 lower-case hexadecimal digits and a line feed; no copy of the key stays outside of guarded memory.</summary>
internal static class HexKey
{
    private const int FileSize = (2 * SecretKey.Size) + 1;
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789abcdef"u8);

    public static void Write(string path, ReadOnlySpan<byte> key)
    {
        Span<byte> text = stackalloc byte[FileSize];
        Convert.TryToHexStringLower(key, text, out _);
        text[^1] = (byte)'\n';
        PrivateFile.Write(path, text, replace: false);
        CryptographicOperations.ZeroMemory(text);
    }

    /// <summary>Reads the file and hands the 32 bytes to <paramref name="make"/>, which copies them.</summary>
    public static T Read<T>(string path, Func<byte[], T> make)
    {
        using var text = SecretBytes.ReadFile(path, FileSize);
        var key = new byte[SecretKey.Size];
        try
        {
            var digits = text.Span[..Math.Max(0, text.Length - 1)];
            var canonical = text.Length == FileSize && text.Span[^1] == (byte)'\n' && !digits.ContainsAnyExcept(Digits);
            return canonical && Convert.FromHexString(digits, key, out _, out _) == OperationStatus.Done
                ? make(key)
                : throw new CommandFailure($"`{path}` is not a key file");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
