using System.Globalization;
using Broker.DisclosureControl;

namespace Broker.Briefings;

/// <summary>What an emergency plan asks for: weeks whose flash is measured with less noise, at a higher cost to each source.</summary>
/// <remarks>
/// A policy officer and an auditor sign one and the same text of it. References: docs/specs/disclosure-control.md ("Emergency plans").
/// </remarks>
/// <param name="Country">ISO 3166-1 alpha-3.</param>
/// <param name="FirstWeek">The first week.</param>
/// <param name="Weeks">Consecutive weeks, 1 to <see cref="MostWeeks"/>.</param>
/// <param name="Revision">SHA-256 of the sharing policy in force: under another one the plan is worth nothing.</param>
/// <param name="Proposer">The policy officer who proposes it.</param>
public sealed record EmergencyTerms(string Country, IsoWeek FirstWeek, int Weeks, Sha256Digest Revision, AccountName Proposer)
{
    /// <summary>Most weeks of one plan, and of all plans of a country in any <see cref="Year"/> weeks.</summary>
    public const int MostWeeks = 4;

    /// <summary>Weeks that the limit is counted over.</summary>
    public const int Year = 52;

    /// <summary>Reads the values as texts carry them; false for any other spelling.</summary>
    public static bool TryRead(string country, string firstWeek, string weeks, string revision, AccountName proposer, out EmergencyTerms? terms)
    {
        bool ok = Ascii.IsCountry(Ascii.Utf8(country))
            & IsoWeek.TryParse(firstWeek, out IsoWeek first)
            & Ascii.TryNumber(Ascii.Utf8(weeks), MostWeeks, out long number)
            & Sha256Digest.TryParse(Ascii.Utf8(revision), out Sha256Digest digest);

        // The last year's weeks may have no week after them that has a name.
        terms = ok && number >= 1 && first.Start.Year < FourWeekCalendar.LastYear ? new EmergencyTerms(country, first, (int)number, digest, proposer) : null;
        return terms is not null;
    }

    /// <summary>Whether the week is one of the plan's.</summary>
    public bool Names(IsoWeek week) => week >= FirstWeek && week < FirstWeek.Next(Weeks);

    /// <summary>Whether these weeks, of all plans of a country, keep to the limit in every <see cref="Year"/> consecutive weeks.</summary>
    public static bool AreFewEnough(IEnumerable<IsoWeek> weeks)
    {
        int[] ordinals = [.. weeks.Select(week => week.Ordinal).Distinct().Order()];
        return Enumerable.Range(0, Math.Max(0, ordinals.Length - MostWeeks)).All(i => ordinals[i + MostWeeks] - ordinals[i] >= Year);
    }

    /// <summary>Every week of the plan.</summary>
    public IEnumerable<IsoWeek> EachWeek() => Enumerable.Range(0, Weeks).Select(FirstWeek.Next);

    /// <summary>The text that both sign.</summary>
    /// <param name="domain">The first line: <c>&lt;origin&gt;/emergency-approval/v1</c>.</param>
    public string Text(string domain) => string.Create(
        CultureInfo.InvariantCulture, $"{domain}\ncountry {Country}\nfirst-week {FirstWeek.Id}\nweeks {Weeks}\nrevision {Revision}\nproposer {Proposer}\n");
}
