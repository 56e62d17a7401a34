using System.Globalization;
using Broker.Briefings;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Broker.Transparency;

namespace Broker.Tests.Silo;

public sealed class LogProofsTests : IDisposable
{
    private const int Steps = 7;
    private const int StepEntries = 150;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Inclusion_OfEntriesUnderMoreTreesThanAreKept_HoldsForEachAskedFromManyThreads()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        List<TreeHead> heads = await GrowAsync(silo);
        var proofs = new LogProofs(silo.Store);

        var asked = Enumerable.Range(0, 4000).Select(i => heads[i * 31 % heads.Count]).Select((head, i) => (Head: head, Index: i * 7919L % head.Size)).ToList();
        int wrong = asked.AsParallel().WithDegreeOfParallelism(8).Count(one =>
            !Inclusion.Verify(LeafOf(silo, one.Index), one.Index, one.Head.Size, proofs.Inclusion(one.Head, one.Index), one.Head.Root));

        Assert.Equal(0, wrong);
    }

    [Fact]
    public async Task Inclusion_UnderARootThatWasNeverSigned_IsNotGivenAndSpoilsNoOther()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        TreeHead head = (await GrowAsync(silo))[^1];
        var proofs = new LogProofs(silo.Store);

        Assert.Throws<DamagedStoreException>(() => proofs.Inclusion(head with { Size = head.Size - 1 }, 3));

        Assert.True(Inclusion.Verify(LeafOf(silo, 3), 3, head.Size, proofs.Inclusion(head, 3), head.Root));
    }

    [Theory]
    [InlineData("UPDATE log_files SET content = zeroblob(length(content)) WHERE path = 'tile/0/000'")]
    [InlineData("DELETE FROM log_files WHERE path = 'tile/0/000'")]
    public async Task Inclusion_OverATileThatWasChanged_IsNotGivenEvenWhereTheEdgeIsKept(string change)
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        TreeHead head = (await GrowAsync(silo))[^1];
        var proofs = new LogProofs(silo.Store);
        proofs.Inclusion(head, head.Size - 1); // reads the edge, and of the full tiles only their roots above
        await silo.Store.WriteAsync(connection => connection.Execute(change));

        Assert.Throws<DamagedStoreException>(() => proofs.Inclusion(head, 3));
    }

    private static async Task<List<TreeHead>> GrowAsync(SiloHost silo)
    {
        var heads = new List<TreeHead>();
        for (int step = 0; step < Steps; step++)
        {
            await silo.Store.WriteAsync(connection => silo.Service<LogEntries>().Append(connection, [.. Enumerable.Range(0, StepEntries).Select(i =>
                (string.Create(CultureInfo.InvariantCulture, $"{step}/{i}"), (LogEntry)new CommittedEntry(
                    LogEntryKind.Withdrawal, silo.Vault.Origin.ToString(), Tag16.New(System.Security.Cryptography.RandomNumberGenerator.Fill), Sha256Digest.Of([(byte)step, (byte)i]))))]));
            heads.Add(silo.Service<Publication>().Published!.Head);
        }

        return heads;
    }

    private static Hash32 LeafOf(SiloHost silo, long index) => MerkleHash.Leaf(silo.Store.Read(connection => LogStore.ReadEntry(connection, index))!);
}
