using System.Security.Cryptography;
using Broker.Bench.Cells;
using Broker.Bench.Harness;
using Broker.Briefings;
using Broker.Sealing;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Broker.Transparency;

namespace Broker.Bench.Log;

/// <summary>What readers do with a log of a million entries: verify all of it, look for their own slots, prove that one entry is in it.</summary>
internal static class LargeLogRows
{
    private const int OwnReleases = 64; // of the different ones, which come round
    private const int Proofs = 2_000;
    private const int AppendBatch = 4096;
    private const double MostVerifySeconds = 10;
    private const double MostScanSeconds = 5;
    private const double MostProofSeconds = 0.001;

    internal static IEnumerable<LargeRow> All()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "large-log");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true); // of a run that was broken off
        }

        Directory.CreateDirectory(folder);
        using Ed25519SigningKey key = Ed25519SigningKey.Generate(RandomNumberGenerator.Fill);
        var verifierKey = new VerifierKey(LargeLog.Origin, key.PublicKey);
        byte[] slotKey = RandomNumberGenerator.GetBytes(32);
        using var log = new LargeLog(folder, new NoteSigner(verifierKey, key.Sign), slotKey, OwnReleases);
        Console.WriteLine(log);
        yield return LargeRow.Of("whole log verified from its folder", 1, () => Verify(log, verifierKey)) with { AtMostSeconds = MostVerifySeconds };
        yield return LargeRow.Of("a depositor's scan of all entries of the folder", 1, () => Scan(log, slotKey)) with { AtMostSeconds = MostScanSeconds };
        foreach (LargeRow row in Stored(log, Path.Combine(folder, "log.db")))
        {
            yield return row;
        }
    }

    private static void Verify(LargeLog log, VerifierKey key)
    {
        LogReport report = LogVerification.Check(path => Read(log, path), new CheckpointVerifier(key, WitnessPolicy.None, Ed25519.Verify));
        Sink.Demand(report.IsClean && report.Entries == LargeLog.Size, "the log");
    }

    private static void Scan(LargeLog log, byte[] slotKey)
    {
        using var finder = new SlotFinder(slotKey, LargeLog.Origin);
        int own = 0;
        foreach (TilePath path in TilePath.AllOf(LargeLog.Size).Where(path => path.IsEntries))
        {
            Sink.Demand(EntryBundle.TryParse(Read(log, path.ToString()), path.Width, out IReadOnlyList<ReadOnlyMemory<byte>>? entries), "a bundle");
            foreach (ReadOnlyMemory<byte> entry in entries!)
            {
                Sink.Demand(finder.Find(entry.Span, out ReleaseSlot? slot) is not null, "an entry");
                own += slot is null ? 0 : 1;
            }
        }

        Sink.Demand(own >= LargeLog.Size / LargeLog.Different * OwnReleases, "the own slots");
    }

    private static byte[]? Read(LargeLog log, string path)
    {
        string file = Path.Combine(log.Folder, path);
        return File.Exists(file) ? File.ReadAllBytes(file) : null;
    }

    // The silo's own tables, filled by its own writer.
    private static IEnumerable<LargeRow> Stored(LargeLog log, string database)
    {
        using var bench = new BenchLog(database);
        yield return LargeRow.Of($"the same entries appended by the silo's writer, {AppendBatch:N0} a commit, an entry", LargeLog.Size, () => bench.Fill(log, AppendBatch));
        yield return LargeRow.Of("the first inclusion proof under a checkpoint, out of the store, checked against the root", Proofs, () => bench.ProveFirst(Proofs)) with { AtMostSeconds = MostProofSeconds };
        yield return LargeRow.Of("a further one, of any entry", Proofs, () => bench.Prove(Proofs)) with { AtMostSeconds = MostProofSeconds };
    }
}
