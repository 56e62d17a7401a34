using System.Security.Cryptography;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Orleans.Runtime;

namespace Broker.Tests.Silo;

public sealed class VaultSealingTests : IDisposable
{
    private static readonly DateOnly Day = new(2013, 1, 10);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Seal_AndUnsealAgain_AreInTheLogAndTheSiloGoesOn()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);

        Assert.Equal(("ok", "sealed"), Codes(await scene.SealAsync()));
        Assert.Equal("unseal", (await scene.Vault.Status()).Asking);
        Assert.Throws<VaultSealedException>(() => scene.Silo.Vault.LogPublicKey);
        Assert.Equal(("ok", "sealed"), Codes(await scene.SealAsync()));
        await scene.UnsealAsync();

        await scene.Silo.EnrolAsync("depositor", "ngo one");
        Assert.Equal(["unseal", "seal", "unseal"], VaultLog.Events(scene.Silo));
        Assert.True(VaultLog.IsClean(scene.Silo));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task Seal_OfASiloWhoseDiskIsFull_SealsAlsoForAnOperatorWhoseClockIsAhead(int secondsAhead)
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        await scene.Silo.Store.WriteAsync(connection => connection.Execute("PRAGMA max_page_count = 1"));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => scene.Silo.Store.WriteAsync(
            connection => connection.Execute("INSERT INTO meta (key, value) VALUES ('filler', $1)", new string('x', 1 << 20))));
        scene.Silo.Wall.Advance(TimeSpan.FromSeconds(secondsAhead));
        SignedCall seal = scene.Silo.Sign(scene.Operator, "/vault/seal", "");
        scene.Silo.Wall.Advance(TimeSpan.FromSeconds(-secondsAhead));

        Assert.Equal(("ok", "sealed"), Codes(await scene.Vault.Seal(seal)));

        Assert.False(scene.Silo.Vault.IsUnsealed);
        Assert.Equal("unauthorised", (await scene.Vault.Seal(seal)).Outcome.Code);
    }

    [Fact]
    public async Task Seal_OfASiloWhoseStoreHangs_SealsWithoutTheLog()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        using var resume = new ManualResetEventSlim();
        Task hanging = scene.Silo.Store.WriteAsync(_ => resume.Wait());
        try
        {
            Assert.Equal(("ok", "sealed"), Codes(await scene.SealAsync().WaitAsync(TimeSpan.FromSeconds(25))));
            Assert.False(scene.Silo.Vault.IsUnsealed);
        }
        finally
        {
            resume.Set();
            await hanging;
        }

        await scene.UnsealAsync();
        Assert.True(VaultLog.IsClean(scene.Silo));
    }

    [Theory]
    [InlineData("hangs")]
    [InlineData("refuses")]
    public async Task Unseal_ThatTheStoreDoesNotTake_IsUndoneAndCanBeDoneAgain(string how)
    {
        await using VaultScene scene = await VaultScene.InitialisedAsync(folder.Path);
        await scene.GiveAllAsync(null, "operators/1", "operators/2");
        byte[] siloKey = (await scene.Vault.Status()).SiloKey;
        using var resume = new ManualResetEventSlim();
        Task hanging = how == "hangs" ? scene.Silo.Store.WriteAsync(_ => resume.Wait()) : Task.CompletedTask;
        if (how == "refuses")
        {
            await scene.Silo.Store.WriteAsync(connection => connection.Execute("CREATE TRIGGER hold BEFORE INSERT ON log_entries BEGIN SELECT RAISE(ABORT, 'held'); END"));
        }

        try
        {
            Assert.IsType<GrainCallFailedException>(await Record.ExceptionAsync(() => scene.GiveAsync("auditors/1").WaitAsync(TimeSpan.FromSeconds(25))));
            Assert.False(scene.Silo.Vault.IsUnsealed);
            Assert.NotEqual(siloKey, (await scene.Vault.Status()).SiloKey);
        }
        finally
        {
            resume.Set();
            await hanging;
        }

        await scene.Silo.Store.WriteAsync(connection => connection.Execute("DROP TRIGGER IF EXISTS hold"));
        await scene.UnsealAsync();
        Assert.Equal(["unseal"], VaultLog.Events(scene.Silo));
    }

    [Fact]
    public async Task Seal_WhileCallsRun_LeavesEachAnsweredOrSealedAndNothingHalfWritten()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        TestAccount[] depositors = [.. await Task.WhenAll(Enumerable.Range(0, 8).Select(i => scene.Silo.EnrolAsync("depositor", $"ngo {i}")))];
        var deposits = new List<(TestAccount By, byte[] Package)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);

        // Sealed at another moment of the calls' run each time, until calls were met before and after it.
        for (int round = 0; round < 4 || (round < 20 && !(seen.Contains("ok") && seen.Overlaps(["kept", "sealed"]))); round++)
        {
            int first = deposits.Count;
            deposits.AddRange(Enumerable.Range(first, 64).Select(i => (depositors[i % 8], depositors[i % 8].Seal(scene.Silo.Vault, new TestObservation($"s{i}", Day)).Package)));
            Task<string>[] calls =
            [
                .. Enumerable.Range(first, 64).Select(i => CodeOf(async () => Kept(await scene.Silo.SendAsync(deposits[i].By, $"k{i}", deposits[i].Package)))),
                .. depositors.Select(one => CodeOf(async () => (await Grain(scene, one).Status(scene.Silo.Sign(one, "/deposits/status", ""))).Outcome.Code)),
                CodeOf(async () => (await scene.Silo.AdvanceAsync($"2013-01-0{(round % 8) + 1}")).Outcome.Code),
            ];
            await Task.WhenAny(calls[round % 4 * 12], Task.Delay(TimeSpan.FromSeconds(10)));
            Assert.Equal("ok", (await scene.SealAsync()).Outcome.Code);
            Assert.False(scene.Silo.Vault.IsUnsealed);

            string[] answers = await Task.WhenAll(calls);
            Assert.All(answers, code => Assert.Contains(code, (string[])["ok", "kept", "sealed"]));
            seen.UnionWith(answers);
            await scene.UnsealAsync();
        }

        Assert.Contains("ok", seen);
        Assert.True(seen.Overlaps(["kept", "sealed"]));
        for (int i = 0; i < deposits.Count; i++)
        {
            DepositOutcome answer = await scene.Silo.DepositAsync(deposits[i].By, $"k{i}", deposits[i].Package);
            Assert.Equal("accepted", Assert.Single(answer.Lines).Code);
        }

        Assert.Equal((deposits.Count, deposits.Count), (Count(scene, "records"), Count(scene, "data_keys")));
        Assert.True(VaultLog.IsClean(scene.Silo));
    }

    [Fact]
    public async Task Seal_OfAVaultInUse_ZeroesItsKeysOnlyWhenTheLastUseIsOver()
    {
        using VaultService vault = New(out KeyRing ring);
        TaskCompletionSource inside = new();
        using var finish = new ManualResetEventSlim();
        byte[] stored = vault.SealAtRest("place", [1, 2, 3]);
        Task holding = Task.Run(() =>
        {
            using RingChange change = vault.Prepare(_ =>
            {
                inside.SetResult();
                finish.Wait();
            });
        });
        await inside.Task;

        Task sealing = vault.SealAsync();
        Assert.False(vault.IsUnsealed);
        Assert.Throws<VaultSealedException>(() => vault.OpenAtRest("place", stored));
        Assert.False(sealing.IsCompleted);
        ring.CurrentEpoch.Storage.Derive("still there").Dispose();

        finish.Set();
        await sealing;
        await holding;
        Assert.Throws<ObjectDisposedException>(() => ring.CurrentEpoch.Storage.Derive("gone"));
        Assert.Throws<ObjectDisposedException>(() => ring.Log.Sign([1], new byte[64]));
    }

    [Fact]
    public async Task Vault_SealedAndUnsealedBesideManyUses_NeverThrowsAnythingElse()
    {
        using VaultService vault = New(out _);
        byte[] root = RandomNumberGenerator.GetBytes(32);
        using KeyRing original = KeyRing.Create(RandomNumberGenerator.Fill);
        byte[] ring = original.SealUnder(SecretKey.FromBytes(root), RandomNumberGenerator.Fill);
        using var stop = new CancellationTokenSource();
        long uses = 0;
        long refusals = 0;
        Task[] users = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    vault.Tag("account", "value");
                    vault.SignNote("text\n");
                    vault.OpenAtRest("p", vault.SealAtRest("p", [1]));
                    Interlocked.Increment(ref uses);
                }
                catch (Exception fault) when (fault is VaultSealedException or DamagedStoreException)
                {
                    // Damaged: sealed under one ring and opened under the next, which in this test is another one.
                    Interlocked.Increment(ref refusals);
                }
            }
        }))];
        for (int i = 0; i < 200 || Volatile.Read(ref uses) == 0 || Volatile.Read(ref refusals) == 0; i++)
        {
            await vault.SealAsync();
            SecretKey key = SecretKey.FromBytes(root);
            Assert.True(KeyRing.TryOpen(ring, key, out KeyRing? opened, out _));
            vault.Unseal(opened!, key, SHA256.HashData(ring));
            if (i % 10 == 0)
            {
                using RingChange change = vault.Prepare(copy => copy.Rotate(RandomNumberGenerator.Fill, DateTimeOffset.UnixEpoch));
                vault.Adopt(change);
            }
        }

        await stop.CancelAsync();
        await Task.WhenAll(users);
        Assert.True(uses > 0 && refusals > 0);
    }

    [Fact]
    public async Task Change_ThatWasPreparedAndNotAdopted_ChangesNothing()
    {
        using VaultService vault = New(out _);
        EpochId before = vault.CurrentEpoch.Id;

        using (RingChange dropped = vault.Prepare(ring => ring.Rotate(RandomNumberGenerator.Fill, DateTimeOffset.UnixEpoch)))
        {
            Assert.NotEmpty(dropped.Sealed);
        }

        Assert.Equal((before, 1L), (vault.CurrentEpoch.Id, vault.Generation));
        using RingChange late = vault.Prepare(ring => ring.AdvanceGeneration());
        await vault.SealAsync();
        Assert.Throws<VaultSealedException>(() => vault.Adopt(late));
        Assert.False(vault.IsUnsealed);
    }

    [Fact]
    public void Rewrap_OfAStoredValue_IsTheSameContentUnderTheCurrentEpochAtItsPlaceOnly()
    {
        using VaultService vault = New(out _);
        EpochId first = vault.CurrentEpoch.Id;
        byte[] stored = vault.SealAtRest("a/1", [1, 2, 3]);
        using (RingChange change = vault.Prepare(ring => ring.Rotate(RandomNumberGenerator.Fill, DateTimeOffset.UnixEpoch)))
        {
            vault.Adopt(change);
        }

        byte[] again = vault.RewrapAtRest("a/1", stored);

        Assert.True(VaultService.IsUnderEpoch(stored, first));
        Assert.True(VaultService.IsUnderEpoch(again, vault.CurrentEpoch.Id));
        Assert.False(VaultService.IsUnderEpoch(again, first));
        Assert.Equal([1, 2, 3], vault.OpenAtRest("a/1", again));
        Assert.Throws<DamagedStoreException>(() => vault.RewrapAtRest("a/2", stored));
        Assert.Throws<DamagedStoreException>(() => vault.RewrapAtRest("a/1", stored.AsSpan(0, 20)));
    }

    private static (string, string) Codes(VaultOutcome outcome) => (outcome.Outcome.Code, outcome.State.State);

    private static IDepositorGrain Grain(VaultScene scene, TestAccount depositor) => scene.Silo.Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0");

    private static string Kept(DepositOutcome outcome) => outcome.Kept ? "kept" : outcome.Outcome.Code;

    private static async Task<string> CodeOf(Func<Task<string>> call)
    {
        try
        {
            return await call();
        }
        catch (GrainCallFailedException fault) when (fault.FailureType.EndsWith(nameof(VaultSealedException), StringComparison.Ordinal))
        {
            // What the gateway answers `sealed` to.
            return "sealed";
        }
    }

    private static VaultService New(out KeyRing ring)
    {
        ring = KeyRing.Create(RandomNumberGenerator.Fill);
        var vault = new VaultService(Origin.Parse("broker.example"), RandomNumberGenerator.Fill);
        vault.Unseal(ring, SecretKey.Generate(RandomNumberGenerator.Fill), new byte[32]);
        return vault;
    }

    private static int Count(VaultScene scene, string table) => (int)(scene.Silo.Store.Read(connection => connection.Number($"SELECT count(*) FROM {table}")) ?? -1);
}
