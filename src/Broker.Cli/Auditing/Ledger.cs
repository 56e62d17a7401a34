using System.Globalization;
using Broker.Briefings;

namespace Broker.Cli;

/// <summary>Every release that a depositor's records entered, as the depositor found it in the verified log.</summary>
/// <param name="LogSize">Entries that were verified.</param>
/// <param name="Scanned">Release entries that were searched for the depositor's slot.</param>
/// <param name="Releases">Those with one, in the order of the log.</param>
internal sealed record Ledger(long LogSize, int Scanned, IReadOnlyList<LedgerRelease> Releases)
{
    /// <summary>The ledger for people, one line a release.</summary>
    public IEnumerable<string> Lines()
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"log verified: {LogSize} entries, {Scanned} of them releases");
        if (Releases.Count == 0)
        {
            yield return "none so far: no release in the verified log has a slot of yours";
        }

        foreach (var (index, opening) in Releases)
        {
            yield return opening is null
                ? string.Create(CultureInfo.InvariantCulture, $"entry {index}: a release that your records entered; its opening is no longer kept, as when all of them were withdrawn or have expired since")
                : string.Create(CultureInfo.InvariantCulture, $"entry {index}: {opening.Country} {opening.Period}, tier {opening.Tier}, for {opening.Audience}: {Own(opening)}");
        }
    }

    private static string Own(SlotOpening opening) => opening.Gone == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{opening.Lines.Count} of your records")
        : string.Create(CultureInfo.InvariantCulture, $"{opening.Lines.Count} of your records, {opening.Gone} withdrawn or expired since");

    /// <summary>The records that entered releases of a period, as openings name them.</summary>
    public IReadOnlySet<string> RecordsIn(string period)
        => Releases.Where(release => release.Opening?.Period == period).SelectMany(release => release.Opening!.Records)
            .Select(record => record.ToString()).ToHashSet(StringComparer.Ordinal);
}
