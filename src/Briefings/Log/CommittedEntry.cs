using System.Text;

namespace Broker.Briefings;

/// <summary>An entry that shows only a commitment: a refusal, a briefing that was delivered, a withdrawal, an enrolment or a consent.</summary>
/// <remarks>Its facts are kept apart, in a store that can be shredded; <see cref="FactsHead"/> ties them to the entry.</remarks>
public sealed record CommittedEntry : LogEntry
{
    /// <summary>Makes an entry of one of the five kinds.</summary>
    /// <exception cref="ArgumentException">The kind is another, or the origin is malformed.</exception>
    public CommittedEntry(LogEntryKind kind, string origin, Tag16 nonce, Sha256Digest head)
        : base(origin)
    {
        if (!IsCommitted(kind))
        {
            throw Fault.Malformed(nameof(kind), "refusal, briefing, withdrawal, enrolment or consent");
        }

        Kind = kind;
        Nonce = nonce;
        Head = head;
    }

    /// <inheritdoc />
    public override LogEntryKind Kind { get; }

    /// <summary>Random, so that equal facts never give equal entries.</summary>
    public Tag16 Nonce { get; }

    /// <summary>SHA-256 of salt and facts: <see cref="FactsHead.Of"/>.</summary>
    public Sha256Digest Head { get; }

    internal static bool IsCommitted(LogEntryKind kind)
        => kind is LogEntryKind.Refusal or LogEntryKind.Briefing or LogEntryKind.Withdrawal or LogEntryKind.Enrolment or LogEntryKind.Consent;

    private protected override void AppendLines(StringBuilder text)
        => text.Append("nonce ").Append(Nonce).Append("\nhead ").Append(Head).Append('\n');
}
