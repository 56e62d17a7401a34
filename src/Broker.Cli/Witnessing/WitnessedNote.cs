using System.Buffers.Binary;
using System.Text;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>A checkpoint's note taken apart and put together again, byte by byte as it was signed; to be used on notes that verified.</summary>
internal static class WitnessedNote
{
    private const string Dash = "\u2014 ";

    /// <summary>The text that was signed, its last newline included.</summary>
    public static string TextOf(ReadOnlySpan<byte> note) => Encoding.UTF8.GetString(note[..(note.LastIndexOf("\n\n"u8) + 1)]);

    /// <summary>The lines of signatures.</summary>
    public static byte[] SignaturesOf(ReadOnlySpan<byte> note) => note[(note.LastIndexOf("\n\n"u8) + 2)..].ToArray();

    /// <summary>The note with the log's own signature and the witness's, and none of others.</summary>
    public static byte[] Join(ReadOnlySpan<byte> note, VerifierKey log, string cosignature)
    {
        var line = Encoding.UTF8.GetString(SignaturesOf(note)).Split('\n').First(line => IsOf(line, log));
        return Encoding.UTF8.GetBytes($"{TextOf(note)}\n{line}\n{cosignature}");
    }

    private static bool IsOf(string line, VerifierKey log)
    {
        var start = $"{Dash}{log.Name} ";
        Span<byte> bytes = stackalloc byte[sizeof(uint) + NoteSigner.SignatureSize];
        return line.StartsWith(start, StringComparison.Ordinal)
            && Convert.TryFromBase64String(line[start.Length..], bytes, out var length)
            && length == bytes.Length
            && BinaryPrimitives.ReadUInt32BigEndian(bytes) == log.Id;
    }
}
