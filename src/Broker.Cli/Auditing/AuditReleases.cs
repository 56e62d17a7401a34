using System.Globalization;
using Broker.Briefings;

namespace Broker.Cli;

/// <summary>Finds a release by what auditors call it.</summary>
internal static class AuditReleases
{
    /// <summary>The entries of the releases that a name means: an index, a hash, or <c>CAF/2014-01/final</c> with or without <c>/tier</c>.</summary>
    /// <exception cref="CommandFailure">The index has none of that name.</exception>
    public static IReadOnlySet<long> Find(IEnumerable<AuditRow> rows, string name)
    {
        HashSet<long> found = [];
        HashSet<long> unknown = [];
        foreach (var row in rows)
        {
            if (row.Kind != LogEntryKinds.Word(LogEntryKind.Release))
            {
                // INVARIANT: holding back a release's facts hides none of its deliveries, whose own facts say what was delivered.
                if (row.ReleaseEntry is { } release && unknown.Contains(release) && MayBeOf(row, name))
                {
                    found.Add(release);
                }
            }
            else if (IsNamed(row, name))
            {
                found.Add(row.Index);
            }
            else if (AuditFactsState.IsMissing(row.Facts))
            {
                unknown.Add(row.Index);
            }
        }

        return found.Count > 0 ? found
            : throw CommandFailure.No(unknown.Count == 0
                ? "no release in the index has this index, name or hash"
                : string.Create(CultureInfo.InvariantCulture, $"no release in the index has this index, name or hash; the facts of {unknown.Count} releases are not kept or damaged: name those by their entry's index"));
    }

    // A delivery says country, period and tier of the release, not its vintage.
    private static bool MayBeOf(AuditRow delivery, string name) =>
        name.Split('/') is [var country, var period, _, .. var tier]
        && delivery.Country == country && delivery.Period == period && (tier.Length == 0 || (tier.Length == 1 && tier[0] == delivery.Tier));

    private static bool IsNamed(AuditRow row, string name) =>
        row.Index.ToString(CultureInfo.InvariantCulture) == name
        || AuditQuery.IsHashOf(row, name)
        || (row.Facts == AuditFactsState.Checked
            && ($"{row.Country}/{row.Period}/{row.Vintage}" == name || $"{row.Country}/{row.Period}/{row.Vintage}/{row.Tier}" == name));
}
