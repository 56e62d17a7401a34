using System.Text;

namespace Broker.Briefings;

/// <summary>An entry of the disclosure log: the exact bytes that become a leaf of the Merkle tree.</summary>
/// <remarks>
/// Every entry starts with <c>origin/kind/v1</c>, so that an entry of one instance or kind never serves as another.
/// An entry carries only what its type lists: nothing in it can be decrypted, and nothing names a record, a place or a person.
/// References: docs/specs/log-entries.md.
/// </remarks>
public abstract record LogEntry
{
    /// <summary>Largest entry, in bytes: a release with <see cref="ReleaseEntry.MostSlots"/> slots fits.</summary>
    public const int MaxBytes = 65_535;

    private protected LogEntry(string origin)
    {
        if (!Ascii.IsOrigin(Ascii.Utf8(origin)))
        {
            throw Fault.Malformed(nameof(origin), "a log origin");
        }

        Origin = origin;
    }

    /// <summary>The log that it belongs to.</summary>
    public string Origin { get; }

    /// <summary>What it records.</summary>
    public abstract LogEntryKind Kind { get; }

    /// <summary>The one encoding, ASCII.</summary>
    public byte[] Encode()
    {
        StringBuilder text = new(256);
        text.Append(Origin).Append('/').Append(LogEntryKinds.Word(Kind)).Append("/v1\n");
        AppendLines(text);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Reads an entry of the log <paramref name="origin"/>, or says with a closed code why it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> entry, string origin, out LogEntry? parsed, out LogEntryFault fault)
        => LogEntryReader.TryRead(entry, origin, out parsed, out fault);

    private protected abstract void AppendLines(StringBuilder text);
}
