using Broker.Briefings;
using Broker.DisclosureControl;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Releases;

/// <summary>The rows of emergency plans. What puts one in force is its entry in the log: a row without one is a proposal.</summary>
internal sealed class EmergencyStore(IStore store, VaultService vault)
{
    /// <summary>A plan as it is stored.</summary>
    /// <param name="Plan">SHA-256 of the text that both sign.</param>
    /// <param name="Terms">What it asks for.</param>
    /// <param name="Note">The proposer's signed note.</param>
    /// <param name="Entry">Index of its entry in the log; null while the auditor has not signed.</param>
    internal sealed record Row(string Plan, EmergencyTerms Terms, string Note, long? Entry);

    /// <summary>
    /// Whether the week's flash is measured by an emergency plan: one that is in the log, and was signed for the policy that measures it.
    /// </summary>
    public bool Covers(string country, MeasuredPeriod flash, string revision) => store.Read(connection => All(connection, country)
        .Any(row => row.Entry is { } index
            && row.Terms.Names(new IsoWeek(flash.Ordinal))
            && string.Equals(row.Terms.Revision.ToString(), revision, StringComparison.Ordinal)
            && IsLogged(connection, index, row.Terms)));

    /// <summary>A country's plans and proposals, by their first weeks.</summary>
    public IReadOnlyList<Row> All(string country) => store.Read(connection => All(connection, country));

    /// <inheritdoc cref="All(string)"/>
    public static IReadOnlyList<Row> All(StoreConnection connection, string country) =>
    [
        .. connection.Rows(
            row => (Plan: row.GetString(0), First: row.GetString(1), Weeks: row.GetString(2), Revision: row.GetString(3), Proposer: row.GetString(4),
                Note: row.GetString(5), Entry: row.GetValue(6) as long?),
            "SELECT plan, first_week, CAST(weeks AS TEXT), revision, proposer, note, entry FROM emergencies WHERE country = $1", country)
            .Select(row => EmergencyTerms.TryRead(country, row.First, row.Weeks, row.Revision, AccountName.Parse(row.Proposer), out EmergencyTerms? terms)
                ? new Row(row.Plan, terms!, row.Note, row.Entry)
                : throw new DamagedStoreException("an emergency plan is damaged; nothing is measured until it is restored from a backup"))
            .OrderBy(row => row.Terms.FirstWeek).ThenBy(row => row.Plan, StringComparer.Ordinal),
    ];

    public static void Insert(StoreConnection connection, string plan, EmergencyTerms terms, string note) => connection.Execute(
        "INSERT INTO emergencies (country, plan, first_week, weeks, revision, proposer, note) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        terms.Country, plan, terms.FirstWeek.Id, terms.Weeks, terms.Revision.ToString(), terms.Proposer.ToString(), note);

    public static void Activate(StoreConnection connection, string country, string plan, long entry) =>
        connection.Execute("UPDATE emergencies SET entry = $3 WHERE country = $1 AND plan = $2 AND entry IS NULL", country, plan, entry);

    /// <summary>
    /// Weeks that count for the limit: those of plans under this revision, which is the one in force, and those that a plan under an earlier one
    /// measured. A revision that was replaced never comes back, so what such a plan did not measure, it never will.
    /// </summary>
    public static IEnumerable<IsoWeek> Spent(StoreConnection connection, string country, string revision) => All(connection, country)
        .Where(row => row.Entry is not null)
        .SelectMany(row => row.Terms.EachWeek().Where(week =>
            string.Equals(row.Terms.Revision.ToString(), revision, StringComparison.Ordinal)
            || connection.Number(
                "SELECT 1 FROM measured WHERE country = $1 AND vintage = 'flash' AND ordinal = $2 AND revision = $3", country, week.Ordinal, row.Terms.Revision.ToString()) is not null));

    /// <summary>Forgets proposals that nobody can approve any more: their first week is over, or their revision was replaced.</summary>
    public static void DropDead(StoreConnection connection, string country, DateOnly openDay, string? inForce)
    {
        foreach (Row row in All(connection, country).Where(row => row.Entry is null
            && (row.Terms.FirstWeek.End <= openDay || !string.Equals(row.Terms.Revision.ToString(), inForce, StringComparison.Ordinal))))
        {
            connection.Execute("DELETE FROM emergencies WHERE country = $1 AND plan = $2", country, row.Plan);
        }
    }

    // A row that somebody wrote into the store's file has no entry, and costs no source anything.
    private bool IsLogged(StoreConnection connection, long index, EmergencyTerms terms) =>
        LogStore.ReadEntry(connection, index) is { } bytes
        && LogEntry.TryParse(bytes, vault.Origin.ToString(), out LogEntry? entry, out _)
        && entry is EmergencyPlanEntry plan
        && plan.Terms == terms;
}
