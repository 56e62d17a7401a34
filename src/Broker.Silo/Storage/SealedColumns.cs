using Broker.Sealing;
using Broker.Silo.Vault;

namespace Broker.Silo.Storage;

/// <summary>Every column whose values are under the epochs' storage keys: what has to be sealed anew before an epoch's keys are destroyed.</summary>
/// <remarks>A record's own parts are not among them: they are under its data key, which is (<see cref="RecordPlaces"/>).</remarks>
internal static class SealedColumns
{
    public static SealedColumn Accounts { get; } = new("accounts", "sealed", "account", "depositor");

    public static SealedColumn DataKeys { get; } = new("data_keys", "sealed", "record") { Id = "id" };

    public static SealedColumn Answers { get; } = new("idempotency", "sealed", "key", "body");

    public static SealedColumn Expiries { get; } = new("expiries", "sealed", "day", "row");

    public static SealedColumn Outbox { get; } = new("outbox", "sealed", "id", "country", "row");

    public static SealedColumn Contributions { get; } = new("contributions", "sealed", "partition", "row") { IsWalked = true };

    public static SealedColumn Cells { get; } = new("cells", "sealed", "partition", "vintage", "ordinal");

    public static SealedColumn Ledger { get; } = new("ledger", "sealed", "source");

    public static SealedColumn MeasuredTables { get; } = new("measured", "sealed", "country", "ordinal", "vintage", "revision");

    public static SealedColumn Contributors { get; } = new("measured", "contributors", "country", "ordinal", "vintage", "revision");

    public static SealedColumn Releases { get; } = new("releases", "sealed", "release", "tier", "entry", "revision");

    public static SealedColumn Openings { get; } = new("openings", "sealed", "tag", "owner");

    public static SealedColumn Consents { get; } = new("consents", "sealed", "name", "entry");

    public static SealedColumn EntryFacts { get; } = new("entry_facts", "sealed", "entry");

    public static SealedColumn DaySeeds { get; } = new("day_seeds", "sealed", "day");

    public static SealedColumn GrainStates { get; } = new("grain_state", "sealed", "grain", "name", "etag");

    public static IReadOnlyList<SealedColumn> All { get; } =
    [
        Accounts, DataKeys, Answers, Expiries, Outbox, Cells, Ledger, MeasuredTables, Contributors, Releases, Openings, Consents, EntryFacts, DaySeeds,
        GrainStates,

        // Last, so that its table is looked at as a whole when all others are done.
        Contributions,
    ];

    /// <summary>
    /// Seals up to <paramref name="most"/> values that are still under the old epoch again under the current one, in the caller's
    /// transaction; how many it did. 0: nothing in the store needs the old epoch's keys any more.
    /// </summary>
    /// <exception cref="DamagedStoreException">A value does not open at its place; nothing of this batch is changed.</exception>
    public static int Rewrap(StoreConnection connection, VaultService vault, EpochId old, int most, EpochWalk? walk = null)
    {
        walk ??= new EpochWalk();
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        int done = 0;

        // A snapshot of cells is a cache: it goes instead, so that a damaged one holds up no epoch's end.
        Cells.Drop(connection, old);
        foreach (SealedColumn column in All)
        {
            if (done == most)
            {
                break;
            }

            done += column.Rewrap(connection, vault, old, most - done, walk);
        }

        return done;
    }
}
