using System.Buffers.Binary;
using Broker.DisclosureControl;
using Broker.Sealing;
using Broker.Silo.Deposits;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Releases;

/// <summary>The rows of periods: open contributions, the source ledger, what was measured. Everything in them is sealed.</summary>
internal sealed class MeasurementStore(IStore store, VaultService vault)
{
    public const string RowUse = "contribution-record";

    private const int RowsAtOnce = 1024;

    /// <summary>Ordinal of the country's first measured block; null when the country is not open.</summary>
    public int? Opened(string country) => store.Read(connection => Opened(connection, country));

    /// <inheritdoc cref="Opened(string)"/>
    public static int? Opened(StoreConnection connection, string country) =>
        (int?)connection.Number("SELECT opened FROM countries WHERE country = $1", country);

    /// <summary>Measured periods in the order of their cut-offs, and whether their releases are published.</summary>
    public IReadOnlyList<(MeasuredPeriod Period, bool Published)> Measured(string country) => store.Read(connection => connection
        .Rows(
            row => (Period: new MeasuredPeriod(VintageOf(row.GetString(1)), row.GetInt32(0)), Published: row.GetInt64(2) != 0),
            "SELECT ordinal, vintage, published FROM measured WHERE country = $1", country)
        .OrderBy(row => row.Period.CutOff).ThenByDescending(row => row.Period.IsFinal).ToList());

    /// <summary>What was measured of a period, and the policy revision that it was measured under; null when nothing was.</summary>
    public (MeasuredTable Table, string Revision)? Find(string country, MeasuredPeriod period) => store.Read(connection => Find(connection, country, period));

    /// <summary>
    /// The records that a period counted, kept until its releases are published, as they stand in the caller's transaction; one that is gone is not
    /// named, also where an older row was put back.
    /// </summary>
    public IReadOnlyList<Contributor> Contributors(StoreConnection connection, string country, MeasuredPeriod period) =>
        [.. Stored(connection, country, period).Select(row => row.Record is { } record && IsGone(connection, record) ? row with { Record = null } : row)];

    /// <summary>
    /// Takes records out of the lists of what was counted in periods whose releases are not published yet, in the caller's transaction.
    /// </summary>
    /// <returns>The releases that they will be in all the same, because what was measured can't be unmeasured.</returns>
    public IReadOnlyList<string> ForgetContributors(StoreConnection connection, IReadOnlySet<RecordId> gone)
    {
        var releases = new List<string>();
        foreach ((string country, MeasuredPeriod period) in connection.Rows(
            row => (row.GetString(0), new MeasuredPeriod(VintageOf(row.GetString(2)), row.GetInt32(1))),
            "SELECT country, ordinal, vintage FROM measured WHERE contributors IS NOT NULL"))
        {
            try
            {
                releases.AddRange(ForgetContributors(connection, country, period, gone));
            }
            catch (DamagedStoreException)
            {
                // Nothing of this period is published until it is restored, and then without the names of records that are gone.
                continue;
            }
        }

        return releases;
    }

    /// <summary>Whether the period was measured, so that nothing enters it any more.</summary>
    public static bool IsMeasured(StoreConnection connection, string country, MeasuredPeriod period) => connection.Number(
        "SELECT 1 FROM measured WHERE country = $1 AND ordinal = $2 AND vintage = $3", country, period.Ordinal, period.Slug) is not null;

    /// <summary>Whether a contribution may enter the block: the country is open since it or before, and it was not measured for good.</summary>
    public static bool IsOpen(StoreConnection connection, string country, int ordinal) =>
        Opened(connection, country) <= ordinal && !IsMeasured(connection, country, MeasuredPeriod.Final(FourWeekCalendar.FromOrdinal(ordinal)));

    /// <summary>How many periods of the country were measured.</summary>
    public static long CountMeasured(StoreConnection connection, string country) =>
        connection.Number("SELECT count(*) FROM measured WHERE country = $1", country) ?? 0;

    /// <summary>Adds a contribution to its open period, unless its record was withdrawn or has expired. False when nothing changed.</summary>
    public bool AddContribution(StoreConnection connection, byte[] partition, StoredContribution contribution)
    {
        byte[] row = Row(contribution.Record);
        return !IsGone(connection, contribution.Record) && connection.Execute(
            "INSERT INTO contributions (partition, row, sealed) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            partition, row, contribution.Seal(vault, SealedColumns.Contributions.Place(partition, row))) > 0;
    }

    /// <summary>Removes a record's contribution; what went, null when there was none or its row does not open.</summary>
    public RemovedContribution? RemoveContribution(StoreConnection connection, RecordId record)
    {
        RemovedContribution? removed = FindContribution(connection, record) is (var partition, { } stored)
            ? new RemovedContribution(partition, stored, KeyOf(record), GenerationOf(connection, partition))
            : null;
        byte[] row = Row(record);
        connection.Execute("DELETE FROM contributions WHERE row = $1 AND partition IN (SELECT partition FROM generations)", row);
        return removed;
    }

    /// <summary>
    /// The contributions of a block, read a page at a time. A row opens only where it was written, and that of a record that is gone is passed over
    /// if it was put back.
    /// </summary>
    /// <param name="within">The transaction to read in; null: each page is of the last committed state, so that no long reader holds the store up.</param>
    /// <param name="country">The country.</param>
    /// <param name="ordinal">The block.</param>
    public IEnumerable<StoredContribution> Contributions(StoreConnection? within, string country, int ordinal)
    {
        byte[] partition = Partition(country, ordinal);
        for (byte[]? after = []; after is not null;)
        {
            byte[] from = after;
            (List<StoredContribution> page, after) = within is null
                ? store.Read(connection => Page(connection, partition, from))
                : Page(within, partition, from);
            foreach (StoredContribution contribution in page)
            {
                yield return contribution;
            }
        }
    }

    /// <summary>A record's contribution and the period where it stands; null when it has none, and a null contribution when its row does not open.</summary>
    public (byte[] Partition, StoredContribution? Contribution)? FindContribution(StoreConnection connection, RecordId record)
    {
        byte[] row = Row(record);
        List<(byte[] Partition, byte[] Sealed)> found = connection.Rows(
            reader => (reader.Bytes(0), reader.Bytes(1)), "SELECT partition, sealed FROM contributions WHERE row = $1 AND partition IN (SELECT partition FROM generations) LIMIT 2", row);
        return found.Count switch
        {
            0 => null,
            1 => (found[0].Partition, TryOpen(found[0].Partition, row, found[0].Sealed)),
            _ => (found[0].Partition, null), // in two periods at once
        };
    }

    public long CountContributions(StoreConnection connection, string country, int ordinal) =>
        connection.Number("SELECT count(*) FROM contributions WHERE partition = $1", Partition(country, ordinal)) ?? 0;

    /// <summary>How often the contributions of a block have changed, counted by the store itself.</summary>
    public long Generation(StoreConnection connection, string country, int ordinal) =>
        GenerationOf(connection, Partition(country, ordinal));

    /// <summary>The name under which a record stands in a book of cells: that of its row, which tells nothing without the vault's keys.</summary>
    public RecordKey KeyOf(RecordId record) => new(BinaryPrimitives.ReadUInt128BigEndian(Row(record)));

    // Two indexes answer it, the second for the range's sake: by its whole name a record would be looked up in its own row, which lies among its sealed bytes,
    // and a book of many contributions would read the whole table, page by page.
    private static bool IsGone(StoreConnection connection, RecordId record) => connection.Number(
        "SELECT 1 FROM records kept WHERE record = $1 AND NOT EXISTS (SELECT 1 FROM records gone WHERE gone.state <> 0 AND gone.record BETWEEN kept.record AND kept.record)", record.ToString()) is null;

    public ZcdpBudget Budget(StoreConnection connection, SourceKey source)
    {
        byte[] key = LedgerKey(source);
        byte[]? stored = connection.Blob("SELECT sealed FROM ledger WHERE source = $1", key);
        if (stored is null)
        {
            return ZcdpBudget.Empty;
        }

        return ZcdpBudget.TryDecode(vault.OpenAtRest(SealedColumns.Ledger.Place(key), stored), out ZcdpBudget budget)
            ? budget
            : throw new DamagedStoreException("a row of the source ledger is damaged; nothing is measured until it is restored from a backup");
    }

    /// <summary>
    /// The one durable write of a measurement, in the caller's transaction: debits of the period's block, noisy table, and, with a final,
    /// the contributions gone. Those of a week stay: the final counts them too.
    /// </summary>
    public void Write(StoreConnection connection, string country, MeasuredPeriod period, string revision, MeasuredTable table, IReadOnlyList<SourceKey> charged, IReadOnlyList<Contributor> contributors)
    {
        foreach (SourceKey source in charged)
        {
            byte[] key = LedgerKey(source);
            ZcdpBudget budget = Budget(connection, source).Charge(table.Plan.RhoPerSource, period.Block.Ordinal);
            connection.Execute(
                "INSERT INTO ledger (source, sealed) VALUES ($1, $2) ON CONFLICT (source) DO UPDATE SET sealed = excluded.sealed",
                key, vault.SealAtRest(SealedColumns.Ledger.Place(key), budget.Encode()));
        }

        connection.Execute(
            "INSERT INTO measured (country, ordinal, vintage, revision, sealed, contributors) VALUES ($1, $2, $3, $4, $5, $6)",
            country, period.Ordinal, period.Slug, revision,
            vault.SealAtRest(SealedColumns.MeasuredTables.Place(country, period.Ordinal, period.Slug, revision), table.WithoutCharged().Encode()),
            vault.SealAtRest(SealedColumns.Contributors.Place(country, period.Ordinal, period.Slug, revision), Contributor.Encode(contributors)));
        if (period.IsFinal)
        {
            connection.Execute("DELETE FROM contributions WHERE partition = $1", Partition(country, period.Ordinal));
        }
    }

    /// <summary>Marks a period's releases as published, in the caller's transaction; who contributed is then in the openings only.</summary>
    public static void MarkPublished(StoreConnection connection, string country, MeasuredPeriod period) => connection.Execute(
        "UPDATE measured SET published = 1, contributors = NULL WHERE country = $1 AND ordinal = $2 AND vintage = $3", country, period.Ordinal, period.Slug);

    private (List<StoredContribution> Page, byte[]? Last) Page(StoreConnection connection, byte[] partition, byte[] after)
    {
        List<(byte[] Row, byte[] Sealed)> rows = connection.Rows(
            row => (row.Bytes(0), row.Bytes(1)), "SELECT row, sealed FROM contributions WHERE partition = $1 AND row > $2 ORDER BY row LIMIT $3", partition, after, RowsAtOnce);
        List<StoredContribution> page = vault.OpenMany(() => rows.ConvertAll(
            row => StoredContribution.Open(vault, SealedColumns.Contributions.Place(partition, row.Row), row.Sealed)));
        page.RemoveAll(contribution => IsGone(connection, contribution.Record));
        return (page, rows.Count < RowsAtOnce ? null : rows[^1].Row);
    }

    private IEnumerable<string> ForgetContributors(StoreConnection connection, string country, MeasuredPeriod period, IReadOnlySet<RecordId> gone)
    {
        List<Contributor> contributors = Stored(connection, country, period);
        int[] strata = [.. contributors.Where(IsAmong).Select(row => row.Stratum)];
        if (strata.Length == 0 || Find(connection, country, period) is not (var table, var revision))
        {
            return [];
        }

        connection.Execute(
            "UPDATE measured SET contributors = $4 WHERE country = $1 AND ordinal = $2 AND vintage = $3",
            country, period.Ordinal, period.Slug,
            vault.SealAtRest(
                SealedColumns.Contributors.Place(country, period.Ordinal, period.Slug, revision),
                Contributor.Encode(contributors.ConvertAll(row => IsAmong(row) ? row with { Record = null } : row))));
        return table.Plan.Tiers
            .Where((_, tier) => tier >= strata.Min() && (period.IsFinal || table.Plan.IsSeenBy(tier)))
            .Select(tier => $"{country}/{period}/{tier.Name}");

        bool IsAmong(Contributor row) => row.Record is { } record && gone.Contains(record);
    }

    private List<Contributor> Stored(StoreConnection connection, string country, MeasuredPeriod period) => connection
        .Rows(
            row => (Revision: row.GetString(0), Sealed: row.Bytes(1)),
            "SELECT revision, contributors FROM measured WHERE country = $1 AND ordinal = $2 AND vintage = $3 AND contributors IS NOT NULL",
            country, period.Ordinal, period.Slug)
        .SelectMany(row => Contributor.Decode(vault.OpenAtRest(SealedColumns.Contributors.Place(country, period.Ordinal, period.Slug, row.Revision), row.Sealed)))
        .ToList();

    /// <inheritdoc cref="Generation"/>
    public static long GenerationOf(StoreConnection connection, byte[] partition) =>
        connection.Number("SELECT generation FROM generations WHERE partition = $1", partition) ?? 0;

    private StoredContribution? TryOpen(byte[] partition, byte[] row, byte[] stored)
    {
        try
        {
            return StoredContribution.Open(vault, SealedColumns.Contributions.Place(partition, row), stored);
        }
        catch (Exception fault) when (fault is DamagedStoreException or InvalidDataException)
        {
            return null;
        }
    }

    private (MeasuredTable Table, string Revision)? Find(StoreConnection connection, string country, MeasuredPeriod period)
    {
        List<(string Revision, byte[] Sealed)> found = connection.Rows(
            row => (row.GetString(0), row.Bytes(1)),
            "SELECT revision, sealed FROM measured WHERE country = $1 AND ordinal = $2 AND vintage = $3", country, period.Ordinal, period.Slug);
        if (found.Count == 0)
        {
            return null;
        }

        return MeasuredTable.TryDecode(
            vault.OpenAtRest(SealedColumns.MeasuredTables.Place(country, period.Ordinal, period.Slug, found[0].Revision), found[0].Sealed), out MeasuredTable? table, out _)
            ? (table!, found[0].Revision)
            : throw new DamagedStoreException("a measured table is damaged; nothing is released of it until it is restored from a backup");
    }

    private static ReleaseVintage VintageOf(string slug) => slug switch
    {
        "final" => ReleaseVintage.Final,
        "flash" => ReleaseVintage.Flash,
        _ => throw new DamagedStoreException("a measured table has a vintage that this version does not know"),
    };

    /// <summary>How a block's contributions are named in the store.</summary>
    public byte[] Partition(string country, int ordinal) => Partition(vault, country, ordinal);

    /// <inheritdoc cref="Partition(string, int)"/>
    public static byte[] Partition(VaultService vault, string country, int ordinal) => vault.Tag("contribution-period", $"{country}/{ordinal}");

    private byte[] Row(RecordId record) => vault.Tag(RowUse, record.ToString());

    private static byte[] LedgerKey(SourceKey source)
    {
        byte[] key = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(key, source.Value);
        return key;
    }
}
