using System.Globalization;
using System.Text;
using Broker.DisclosureControl;

namespace Broker.Briefings;

/// <summary>A policy officer and an auditor put an emergency plan in force: public, with both signatures, before its first week is over.</summary>
/// <remarks>
/// The signatures are those of two signed notes (C2SP) over <see cref="EmergencyTerms.Text"/>: whoever knows the two keys checks them from the
/// entry alone.
/// </remarks>
public sealed record EmergencyPlanEntry : LogEntry
{
    /// <summary>Makes the entry.</summary>
    /// <param name="origin">The log.</param>
    /// <param name="terms">What both signed.</param>
    /// <param name="variances">sigma² of country, category and area in one stratum, as plans print them: <c>8 16 16</c>.</param>
    /// <param name="officer">The proposer's signature.</param>
    /// <param name="auditor">The auditor's; never the proposer's.</param>
    public EmergencyPlanEntry(string origin, EmergencyTerms terms, string variances, EntrySignature officer, EntrySignature auditor)
        : base(origin)
    {
        Terms = IsPossible(terms) ? terms : throw Fault.Malformed(nameof(terms), "1 to 4 weeks that the calendar names, of a country");
        Variances = AreVariances(Ascii.Utf8(variances)) ? variances : throw Fault.Malformed(nameof(variances), "three fractions");
        Officer = officer.Account == terms.Proposer ? officer : throw Fault.Malformed(nameof(officer), "the proposer's signature");
        Auditor = auditor.Account != terms.Proposer ? auditor : throw Fault.Malformed(nameof(auditor), "another account than the proposer's");
    }

    /// <inheritdoc />
    public override LogEntryKind Kind => LogEntryKind.EmergencyPlan;

    /// <summary>Country, weeks, policy and proposer.</summary>
    public EmergencyTerms Terms { get; }

    /// <summary>sigma² of country, category and area in one stratum.</summary>
    public string Variances { get; }

    /// <summary>The proposer and its signature.</summary>
    public EntrySignature Officer { get; }

    /// <summary>The auditor and its signature.</summary>
    public EntrySignature Auditor { get; }

    internal static LogEntryFault Read(ref LineReader lines, string origin, out LogEntry? parsed)
    {
        parsed = null;
        if (!lines.TryValue("country"u8, out ReadOnlySpan<byte> country) || !lines.TryValue("first-week"u8, out ReadOnlySpan<byte> week)
            || !lines.TryValue("weeks"u8, out ReadOnlySpan<byte> weeks) || !lines.TryValue("revision"u8, out ReadOnlySpan<byte> revision)
            || !lines.TryValue("variances"u8, out ReadOnlySpan<byte> variances)
            || !lines.TryValue("officer"u8, out ReadOnlySpan<byte> officer) || !lines.TryValue("auditor"u8, out ReadOnlySpan<byte> auditor))
        {
            return LogEntryFault.Line;
        }

        if (!EntrySignature.TryParse(officer, out EntrySignature first) || !EntrySignature.TryParse(auditor, out EntrySignature second)
            || first.Account == second.Account
            || !AreVariances(variances)
            || !EmergencyTerms.TryRead(Ascii.Text(country), Ascii.Text(week), Ascii.Text(weeks), Ascii.Text(revision), first.Account, out EmergencyTerms? terms))
        {
            return LogEntryFault.Value;
        }

        parsed = new EmergencyPlanEntry(origin, terms!, Ascii.Text(variances), first, second);
        return LogEntryFault.None;
    }

    private protected override void AppendLines(StringBuilder text) => text
        .Append("country ").Append(Terms.Country)
        .Append("\nfirst-week ").Append(Terms.FirstWeek.Id)
        .Append("\nweeks ").Append(Terms.Weeks.ToString(CultureInfo.InvariantCulture))
        .Append("\nrevision ").Append(Terms.Revision)
        .Append("\nvariances ").Append(Variances)
        .Append("\nofficer ").Append(Officer)
        .Append("\nauditor ").Append(Auditor)
        .Append('\n');

    private static bool AreVariances(ReadOnlySpan<byte> text) =>
        text.Count((byte)' ') == 2
        && LineReader.TryField(ref text, out ReadOnlySpan<byte> country) && Ascii.IsFraction(country)
        && LineReader.TryField(ref text, out ReadOnlySpan<byte> category) && Ascii.IsFraction(category)
        && Ascii.IsFraction(text);

    private static bool IsPossible(EmergencyTerms terms) => EmergencyTerms.TryRead(
        terms.Country, terms.FirstWeek.Id, terms.Weeks.ToString(CultureInfo.InvariantCulture), terms.Revision.ToString(), terms.Proposer, out _);
}
