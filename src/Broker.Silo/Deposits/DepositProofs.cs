using System.Text;
using Broker.Briefings;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Broker.Transparency;

namespace Broker.Silo.Deposits;

/// <summary>Proves a depositor's own deposits: from a record's commitment through the tree of its day to the published checkpoint.</summary>
/// <remarks>
/// Another's record, an unknown one and one that is gone get the same answer. A proof is held against the root that the log has before it
/// leaves: what does not hold is said to be damaged.
/// </remarks>
internal sealed class DepositProofs(IStore store, DepositStore deposits, DayTrees trees, LogEntries entries, Publication publication, LogProofs proofs, VaultService vault)
{
    // A day's tree takes about a tenth of a second to build.
    private const int MostDays = 4;

    private readonly string origin = vault.Origin.ToString();

    /// <summary>A line for each record, in the order asked.</summary>
    public IReadOnlyList<DepositProofLine> Of(AccountId depositor, IReadOnlyList<RecordId> records)
    {
        var marks = records.Select(record => (Record: record, Mark: Mark(depositor, record, out string state), State: state)).ToList();
        DateOnly[] days = [.. marks.Where(one => one.Mark is not null).Select(one => one.Mark!.Value.Day).Distinct().Take(MostDays)];
        var proved = new Dictionary<RecordId, DepositProofLine>();
        foreach (DateOnly day in days)
        {
            List<(RecordId Record, DepositMark Mark)> ofDay = [.. marks.Where(one => one.Mark?.Day == day).Select(one => (one.Record, one.Mark!.Value))];
            foreach (DepositProofLine line in OfDay(day, ofDay))
            {
                proved.Add(RecordId.Parse(line.Record), line);
            }
        }

        return [.. marks.Select(one => proved.GetValueOrDefault(one.Record, new DepositProofLine(one.Record.ToString(), one.State, "")))];
    }

    private IEnumerable<DepositProofLine> OfDay(DateOnly day, List<(RecordId Record, DepositMark Mark)> records)
    {
        long? index = store.Read(connection => entries.Find(connection, DailyRoots.Key(day)));
        if (index is not { } at || publication.Covering(at) is not { } published)
        {
            return records.Select(one => new DepositProofLine(one.Record.ToString(), DepositProofLine.Open, ""));
        }

        byte[] entry = store.Read(connection => LogStore.ReadEntry(connection, at)) ?? [];
        PaddedTree? tree = trees.Find(day);
        if (tree is null || !LogEntry.TryParse(entry, origin, out LogEntry? parsed, out _) || parsed is not DepositRootEntry rooted
            || rooted.Root != Digest(tree.Root))
        {
            return records.Select(one => new DepositProofLine(one.Record.ToString(), DepositProofLine.Damaged, ""));
        }

        Hash32[] path = proofs.Inclusion(published.Head, at);
        return records.Select(one => Proof(one.Mark, tree, entry, extra => new TlogProof(at, path, published.Note, extra)) is { } proof
            ? new DepositProofLine(one.Record.ToString(), DepositProofLine.Proved, Encoding.UTF8.GetString(proof.Format()))
            : new DepositProofLine(one.Record.ToString(), DepositProofLine.Damaged, ""));
    }

    // Null when the day's tree does not hold the deposit.
    private TlogProof? Proof(DepositMark mark, PaddedTree tree, byte[] entry, Func<byte[], TlogProof> inLog) =>
        tree.TryProve(MerkleHash.Leaf(DepositProof.LeafOf(origin, mark)), out int place, out Hash32[] path)
            ? inLog(DepositProof.Create(origin, mark, place, [.. path.Select(hash => Digest(hash))], entry).Format())
            : null;

    // What the record's receipt says; null when it is not the depositor's or not kept, or does not open.
    private DepositMark? Mark(AccountId depositor, RecordId record, out string state)
    {
        state = DepositProofLine.Damaged;
        try
        {
            if (deposits.Receipt(depositor, record) is not { } receipt)
            {
                state = DepositProofLine.None;
                return null;
            }

            // Its seal was checked: the text is the one that this silo signed.
            string[] lines = receipt.Split('\n');
            state = DepositProofLine.Later;
            return new DepositMark(RecordName.Parse(Value(lines[1])), Sha256Digest.Parse(Value(lines[2])), DayMark.Parse(Value(lines[3])));
        }
        catch (DamagedStoreException)
        {
            return null;
        }
    }

    private static string Value(string line) => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    private static Sha256Digest Digest(in Hash32 hash) => Sha256Digest.FromBytes(hash.ToArray());
}
