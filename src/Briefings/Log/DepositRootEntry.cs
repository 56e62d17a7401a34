using System.Text;

namespace Broker.Briefings;

/// <summary>The Merkle root of a day's salted deposit commitments: proves a deposit without showing when in the day it came.</summary>
public sealed record DepositRootEntry : LogEntry
{
    /// <summary>Makes the entry.</summary>
    public DepositRootEntry(string origin, DateOnly day, Sha256Digest root)
        : base(origin)
    {
        Day = day;
        Root = root;
    }

    /// <inheritdoc />
    public override LogEntryKind Kind => LogEntryKind.DepositRoot;

    /// <summary>The day, UTC.</summary>
    public DateOnly Day { get; }

    /// <summary>The root.</summary>
    public Sha256Digest Root { get; }

    private protected override void AppendLines(StringBuilder text)
        => text.Append("day ").Append(Ascii.Date(Day)).Append("\nroot ").Append(Root).Append('\n');
}
