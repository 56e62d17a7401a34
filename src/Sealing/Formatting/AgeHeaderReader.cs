using System.Text;

namespace Broker.Sealing.Formatting;

/// <summary>Parses the header of an age v1 file, strictly. Reference: c2sp.org/age, "Header".</summary>
/// <remarks>Limits: 64 KiB of header, 16 stanzas. Everything is bounded before anything is decoded.</remarks>
internal static class AgeHeaderReader
{
    internal const int MaxLength = 64 * 1024;

    private const int BodyColumns = 64;
    private const int MacSize = 32;

    internal static bool TryRead(ReadOnlySpan<byte> file, out AgeHeader? header, out AgeFailure reason)
    {
        header = null;
        reason = file.StartsWith("-----BEGIN AGE"u8) ? AgeFailure.Armored : AgeFailure.Header;
        var window = file[..Math.Min(file.Length, MaxLength)];
        var reader = new LineReader(window);
        if (!reader.TryReadExactly("age-encryption.org/v1"u8))
        {
            return false;
        }

        var stanzas = new List<AgeStanza>();
        ReadOnlySpan<byte> line;
        while (reader.TryRead("-> "u8, out line))
        {
            if (stanzas.Count == DepositLimits.Stanzas)
            {
                reason = AgeFailure.TooManyStanzas;
                return false;
            }

            if (!TryReadStanza(ref reader, line, out var stanza))
            {
                return false;
            }

            stanzas.Add(stanza!);
        }

        var beforeMac = window.Length - reader.Remaining;
        if (stanzas.Count == 0 || !reader.TryRead("--- "u8, out line) || !StrictBase64.TryParseUnpadded(line, out var mac) || mac.Length != MacSize)
        {
            return false;
        }

        header = new AgeHeader(stanzas, window.Length - reader.Remaining, beforeMac + 3, mac);
        reason = AgeFailure.None;
        return true;
    }

    private static bool TryReadStanza(ref LineReader reader, ReadOnlySpan<byte> line, out AgeStanza? stanza)
    {
        stanza = null;
        if (!TryReadWords(line, out var words) || !TryReadBody(ref reader, out var body))
        {
            return false;
        }

        stanza = new AgeStanza(words[0], words[1..], body);
        return true;
    }

    private static bool TryReadWords(ReadOnlySpan<byte> line, out List<string> words)
    {
        words = [];
        foreach (var range in line.Split((byte)' '))
        {
            var word = line[range];
            if (word.IsEmpty || word.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
            {
                return false;
            }

            words.Add(Encoding.ASCII.GetString(word));
        }

        return words.Count > 0;
    }

    private static bool TryReadBody(ref LineReader reader, out byte[] body)
    {
        body = [];
        var text = new List<byte>();
        ReadOnlySpan<byte> line;
        do
        {
            // A body ends with the first line of under 64 columns, which may be empty.
            if (!reader.TryRead(default, out line) || line.Length > BodyColumns)
            {
                return false;
            }

            text.AddRange(line);
        }
        while (line.Length == BodyColumns);
        return StrictBase64.TryParseUnpadded(text.ToArray(), out body);
    }
}
