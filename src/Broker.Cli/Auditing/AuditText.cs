using System.Globalization;

namespace Broker.Cli;

/// <summary>A row for people, in one line.</summary>
internal static class AuditText
{
    public static string Of(AuditRow row) => string.Create(CultureInfo.InvariantCulture, $"entry {row.Index}: {Said(row)}");

    private static string Said(AuditRow row) => (row.Facts, row.Decision) switch
    {
        (AuditFactsState.NotKept or AuditFactsState.Damaged or AuditFactsState.NotShown, _) => $"{row.Kind}, facts: {row.Facts}",
        (_, AuditDecision.Released) => $"{row.Day} released {What(row)} under revision {row.Revision}",
        (_, AuditDecision.Delivered) => string.Create(CultureInfo.InvariantCulture, $"{row.Day} delivered {What(row)} (release entry {row.ReleaseEntry}) to {Who(row)} for {row.Purpose}: {row.Rule} of revision {row.Revision}"),
        (_, AuditDecision.Refused) => $"{row.Day} refused {What(row)} to {Who(row)} for {row.Purpose}: {row.Rule} of revision {row.Revision}",
        _ => row.Kind + Given(" ", row.Day) + Given(" ", row.Country) + Given(" revision ", row.Revision),
    };

    private static string What(AuditRow row) => $"{row.Country}/{row.Period}{Given("/", row.Vintage)}, tier {row.Tier},";

    private static string Who(AuditRow row) => $"{row.Requester} ({row.For}{Given(", role ", row.Role)}{(row.Actors is null or "none" ? "" : ", actors " + row.Actors)})";

    private static string Given(string before, string? value) => value is null ? "" : before + value;
}
