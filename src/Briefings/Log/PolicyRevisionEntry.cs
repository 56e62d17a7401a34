using System.Text;

namespace Broker.Briefings;

/// <summary>Two policy officers put a revision of a country's sharing policy in force: public, with both signatures.</summary>
/// <remarks>
/// The signatures are those of two signed notes (C2SP) over <see cref="PolicyActivationTerms.Text"/>: whoever knows the two keys checks them
/// from the entry alone. The accounts stand in ascending order, so that an activation has one spelling.
/// </remarks>
public sealed record PolicyRevisionEntry : LogEntry
{
    /// <summary>Makes the entry; the two officers come in any order.</summary>
    /// <exception cref="ArgumentException">The terms are not such as a text can carry, or one account signs twice.</exception>
    public PolicyRevisionEntry(string origin, PolicyActivationTerms terms, EntrySignature one, EntrySignature other)
        : base(origin)
    {
        Terms = PolicyActivationTerms.TryRead(terms.Country, terms.Revision.ToString(), terms.ReplacesText, out _)
            ? terms
            : throw Fault.Malformed(nameof(terms), "a country, a revision and another one that it replaces");
        if (one.Account == other.Account)
        {
            throw Fault.Malformed(nameof(other), "another account than the first officer's");
        }

        (First, Second) = one.Account.Value < other.Account.Value ? (one, other) : (other, one);
    }

    /// <inheritdoc />
    public override LogEntryKind Kind => LogEntryKind.PolicyRevision;

    /// <summary>What both signed.</summary>
    public PolicyActivationTerms Terms { get; }

    /// <summary>The officer with the lower account.</summary>
    public EntrySignature First { get; }

    /// <summary>The officer with the higher account.</summary>
    public EntrySignature Second { get; }

    internal static LogEntryFault Read(ref LineReader lines, string origin, out LogEntry? parsed)
    {
        parsed = null;
        if (!lines.TryValue("country"u8, out ReadOnlySpan<byte> country) || !lines.TryValue("revision"u8, out ReadOnlySpan<byte> revision)
            || !lines.TryValue("replaces"u8, out ReadOnlySpan<byte> replaces)
            || !lines.TryValue("officer"u8, out ReadOnlySpan<byte> one) || !lines.TryValue("officer"u8, out ReadOnlySpan<byte> other))
        {
            return LogEntryFault.Line;
        }

        if (!PolicyActivationTerms.TryRead(country, revision, replaces, out PolicyActivationTerms? terms)
            || !EntrySignature.TryParse(one, out EntrySignature first) || !EntrySignature.TryParse(other, out EntrySignature second)
            || first.Account.Value >= second.Account.Value)
        {
            return LogEntryFault.Value;
        }

        parsed = new PolicyRevisionEntry(origin, terms!, first, second);
        return LogEntryFault.None;
    }

    private protected override void AppendLines(StringBuilder text)
        => text.Append(Terms.Lines).Append("officer ").Append(First).Append("\nofficer ").Append(Second).Append('\n');
}
