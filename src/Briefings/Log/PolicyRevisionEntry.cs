using System.Text;

namespace Broker.Briefings;

/// <summary>A sharing policy's revision became active for a country.</summary>
public sealed record PolicyRevisionEntry : LogEntry
{
    /// <summary>Makes the entry.</summary>
    public PolicyRevisionEntry(string origin, string country, Sha256Digest revision)
        : base(origin)
    {
        Country = Ascii.IsCountry(Ascii.Utf8(country)) ? country : throw Fault.Malformed(nameof(country), "three capital letters");
        Revision = revision;
    }

    /// <inheritdoc />
    public override LogEntryKind Kind => LogEntryKind.PolicyRevision;

    /// <summary>ISO 3166-1 alpha-3.</summary>
    public string Country { get; }

    /// <summary>SHA-256 of the policy file.</summary>
    public Sha256Digest Revision { get; }

    private protected override void AppendLines(StringBuilder text)
        => text.Append("country ").Append(Country).Append("\nrevision ").Append(Revision).Append('\n');
}
