using System.Text;

namespace Broker.Briefings;

/// <summary>A generation of the vault's key ring file, so that a roll-back shows.</summary>
public sealed record KeyRingEntry : LogEntry
{
    /// <summary>Makes the entry; the generation is at least 1.</summary>
    public KeyRingEntry(string origin, long generation, Sha256Digest digest)
        : base(origin)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(generation, 1);
        Generation = generation;
        Digest = digest;
    }

    /// <inheritdoc />
    public override LogEntryKind Kind => LogEntryKind.KeyRing;

    /// <summary>Counts the rings from 1.</summary>
    public long Generation { get; }

    /// <summary>SHA-256 of the sealed ring file.</summary>
    public Sha256Digest Digest { get; }

    private protected override void AppendLines(StringBuilder text)
        => text.Append("generation ").Append(Ascii.Number(Generation)).Append("\ndigest ").Append(Digest).Append('\n');
}
