using Broker.DisclosureControl;
using Broker.Policy;
using Broker.Silo.Deposits;
using Broker.Silo.Vault;

namespace Broker.Silo.Releases;

/// <summary>One run over a country's records: the books that it makes, and what it has found to differ.</summary>
internal sealed class RebuildScene : IDisposable
{
    private readonly CellBuilder builder;
    private readonly Dictionary<int, Block> blocks = [];
    private readonly List<PeriodCells> periods = [];
    private readonly ConsentView consents;
    private bool unreadable;

    public RebuildScene(SharingPolicy policy, IReadOnlyList<DueMeasurement> open, CellBuilder builder)
    {
        this.builder = builder;
        Policy = policy;
        consents = builder.Consents(policy.Country);
        foreach (DueMeasurement due in open.OrderBy(due => due.Period.Start).ThenBy(due => due.Period.IsFinal))
        {
            periods.Add(builder.From(policy, due, [], consents));
            blocks.TryAdd(due.Period.Block.Ordinal, new Block());
        }
    }

    public SharingPolicy Policy { get; }

    public IReadOnlyList<PeriodCells> Periods => periods;

    /// <summary>Notes the generations that the run begins at.</summary>
    public bool Begin(Func<int, long> generation)
    {
        periods.ForEach(cells => cells.Generation = generation(cells.Period.Block.Ordinal));
        return true;
    }

    public bool Has(int block) => blocks.ContainsKey(block);

    public void Differs(int block) => blocks[block].Differs = true;

    /// <summary>A record does not open, or consents are missing: it may be of any period.</summary>
    public void Unreadable() => unreadable = true;

    /// <summary>Counts a contribution that is its record's.</summary>
    public void Add(int block, StoredContribution stored, RecordKey key)
    {
        blocks[block].Found++;
        try
        {
            periods.ForEach(cells => builder.Deposit(Policy, cells, stored, key, consents));
        }
        catch (DamagedStoreException)
        {
            // The consent that it would be counted by is not what the log says: no measurement counts it, and nothing is equal to that.
            blocks[block].Differs = true;
        }
    }

    /// <summary>Whether all went well with a block that has so many contributions: each of them was some kept record's.</summary>
    public bool IsWhole(int block, long contributions) => !unreadable && !blocks[block].Differs && blocks[block].Found == contributions;

    public void Dispose() => periods.ForEach(cells => cells.Dispose());

    private sealed class Block
    {
        public bool Differs { get; set; }

        public long Found { get; set; }
    }
}
