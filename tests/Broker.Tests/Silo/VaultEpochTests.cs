using System.Security.Cryptography;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Tests.Silo;

public sealed class VaultEpochTests : IDisposable
{
    private static readonly DateOnly Day = new(2013, 1, 10);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Rotate_Install_EndEpoch_LeaveEveryRecordReadableAndRefuseTheOldEpoch()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        TestAccount depositor = await scene.Silo.EnrolAsync("depositor", "ngo one");
        EpochId first = scene.Silo.Vault.CurrentEpoch.Id;
        byte[] early = depositor.Seal(scene.Silo.Vault, new TestObservation("s1", Day)).Package;
        byte[] tooLate = depositor.Seal(scene.Silo.Vault, new TestObservation("s9", Day)).Package;
        (_, byte[] between) = depositor.Seal(scene.Silo.Vault, new TestObservation("s2", Day));
        string receipt = await DepositAsync(scene, depositor, "k1", early);

        EpochId second = await scene.RotateAsync();
        Assert.Equal(first.ToString(), (await scene.Vault.Status()).InstalledEpoch);
        await DepositAsync(scene, depositor, "k2", between);
        Assert.Equal("ok", (await scene.InstallAsync()).Outcome.Code);
        await DepositAsync(scene, depositor, "k3", depositor.Seal(scene.Silo.Vault, new TestObservation("s3", Day)).Package);
        VaultState state = await scene.Vault.Status();
        Assert.Equal((second.ToString(), 2L), (state.InstalledEpoch, state.Generation));
        Assert.Equal([first.ToString(), second.ToString()], state.Epochs);

        Assert.Equal("ok", (await scene.EndEpochAsync(first)).Outcome.Code);
        state = await scene.Vault.Status();
        Assert.Equal([second.ToString()], state.Epochs);
        Assert.Equal(3, state.Generation);
        Assert.Equal("unknown-epoch", (await scene.EndEpochAsync(first)).Outcome.Code);
        Assert.Equal("unknown-epoch", Assert.Single((await scene.Silo.DepositAsync(depositor, "k9", tooLate)).Lines).Code);
        Assert.Equal(receipt, await DepositAsync(scene, depositor, "k1", early));

        await scene.RestartAsync();
        await scene.UnsealAsync();
        Assert.Equal(receipt, await DepositAsync(scene, depositor, "k1", early));
        Assert.Equal(3, (await scene.Silo.Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0").Status(
            scene.Silo.Sign(depositor, "/deposits/status", ""))).Records.Count);
        Assert.Equal(["unseal", "rotate", "end-epoch", "unseal"], VaultLog.Events(scene.Silo));
        Assert.Equal([1L, 2L, 3L], VaultLog.Generations(scene.Silo));
        Assert.Equal([first, second], VaultLog.EpochKeys(scene.Silo));
    }

    [Fact]
    public async Task EndEpoch_OfTheCurrentInstalledOrAnUnknownEpoch_IsRefused()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        EpochId first = scene.Silo.Vault.CurrentEpoch.Id;

        Assert.Equal("epoch-current", (await scene.EndEpochAsync(first)).Outcome.Code);
        await scene.RotateAsync();
        VaultOutcome installed = await scene.EndEpochAsync(first);
        Assert.Equal("epoch-current", installed.Outcome.Code);
        Assert.Contains("depositors still seal", installed.Outcome.Sentence, StringComparison.Ordinal);
        Assert.Equal("unknown-epoch", (await scene.EndEpochAsync(EpochId.Parse("00000000"))).Outcome.Code);
        Assert.Equal("malformed", (await scene.Vault.EndEpoch(scene.Silo.Sign(scene.Operator, "/vault/epochs/end", $"end-epoch/1\nepoch {first}"))).Outcome.Code);
        Assert.Equal(2, (await scene.Vault.Status()).Epochs.Count);
    }

    [Fact]
    public async Task EndEpoch_WhileTheInboxHoldsDepositsSealedToIt_IsRefusedUntilTheyAreTaken()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        EpochId first = scene.Silo.Vault.CurrentEpoch.Id;
        await scene.RotateAsync();
        await scene.InstallAsync();
        await scene.Silo.Store.WriteAsync(connection => connection.Execute("INSERT INTO inbox (epoch, sealed) VALUES ($1, $2)", first.ToString(), new byte[64]));

        Assert.Equal("inbox-not-empty", (await scene.EndEpochAsync(first)).Outcome.Code);

        await scene.Silo.Store.WriteAsync(connection => connection.Execute("DELETE FROM inbox"));
        Assert.Equal("ok", (await scene.EndEpochAsync(first)).Outcome.Code);
    }

    [Fact]
    public async Task Install_OfANoteThatIsNotTheNewestEpochsByTheIdentity_IsRefusedAndTheOldOneStands()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        string served = (await scene.Silo.Grains.GetGrain<ISiloGrain>("silo/this").Status()).EpochKeyNote;
        EpochOutcome old = await scene.Vault.Epoch(scene.Silo.Sign(scene.Operator, "/vault/epoch", ""));
        await scene.RotateAsync();
        EpochOutcome newest = await scene.Vault.Epoch(scene.Silo.Sign(scene.Operator, "/vault/epoch", ""));
        using Ed25519SigningKey another = Ed25519SigningKey.Generate(RandomNumberGenerator.Fill);
        byte[][] notes =
        [
            scene.Note(old.Text, scene.Identity),
            scene.Note(newest.Text, another),
            EpochKeyNote.Sign(newest.Text, $"{scene.Origin}/somebody", scene.Identity),
            scene.Note(newest.Text.Replace("public ", "public 0", StringComparison.Ordinal), scene.Identity),
            scene.Note(EpochKeyNote.FormatText(scene.Origin, new EpochKey(scene.Silo.Vault.CurrentEpoch.Id, new X25519Stranger().PublicKey)), scene.Identity),
            [.. scene.Note(newest.Text, scene.Identity), (byte)'\n'],
            System.Text.Encoding.ASCII.GetBytes(newest.Text),
            [],
        ];

        foreach (byte[] note in notes)
        {
            Assert.Equal("epoch-note", (await scene.InstallAsync(note)).Outcome.Code);
        }

        Assert.Equal(served, (await scene.Silo.Grains.GetGrain<ISiloGrain>("silo/this").Status()).EpochKeyNote);
        Assert.Equal("ok", (await scene.InstallAsync(scene.Note(newest.Text, scene.Identity))).Outcome.Code);
    }

    [Fact]
    public async Task EndEpoch_InterruptedAfterItsRingWasWritten_IsLoggedAtTheNextUnsealing()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        EpochId first = scene.Silo.Vault.CurrentEpoch.Id;
        await scene.RotateAsync();
        await scene.InstallAsync();
        using TemporaryFolder before = scene.Copy();
        await scene.EndEpochAsync(first);
        await scene.StopAsync();
        File.Copy(folder.At("key-ring"), before.At("key-ring"), overwrite: true);

        await using VaultScene again = await scene.OnAsync(before.Path);
        await again.UnsealAsync();

        Assert.Equal(["unseal", "rotate", "end-epoch", "unseal"], VaultLog.Events(again.Silo));
        Assert.Equal([1L, 2L, 3L], VaultLog.Generations(again.Silo));
    }

    [Fact]
    public async Task EndEpoch_WhileACallRunsThatBeganBefore_WaitsForIt()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        EpochId first = scene.Silo.Vault.CurrentEpoch.Id;
        await scene.RotateAsync();
        await scene.InstallAsync();
        IDisposable running = scene.Silo.Service<VaultCalls>().Begin();

        Task<VaultOutcome> ending = scene.EndEpochAsync(first);
        await Task.WhenAny(ending, Task.Delay(TimeSpan.FromMilliseconds(300)));
        Assert.False(ending.IsCompleted);
        Assert.NotNull(scene.Silo.Vault.EpochPublicKey(first));

        running.Dispose();
        Assert.Equal("ok", (await ending).Outcome.Code);
        Assert.Null(scene.Silo.Vault.EpochPublicKey(first));
    }

    [Fact]
    public async Task EndEpoch_WhileDepositsRun_LosesNoRecord()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        TestAccount[] depositors = [await scene.Silo.EnrolAsync("depositor", "ngo one"), await scene.Silo.EnrolAsync("depositor", "ngo two")];
        EpochId first = scene.Silo.Vault.CurrentEpoch.Id;
        (TestAccount By, byte[] Package)[] packages =
            [.. Enumerable.Range(0, 40).Select(i => (depositors[i % 2], depositors[i % 2].Seal(scene.Silo.Vault, new TestObservation($"s{i}", Day)).Package))];

        Task<DepositOutcome>[] running = [.. packages.Select((package, i) => scene.Silo.DepositAsync(package.By, $"k{i}", package.Package))];
        await scene.RotateAsync();
        await scene.InstallAsync();
        Assert.Equal("ok", (await scene.EndEpochAsync(first)).Outcome.Code);
        DepositOutcome[] answers = await Task.WhenAll(running);

        int accepted = 0;
        for (int i = 0; i < answers.Length; i++)
        {
            DepositLine line = Assert.Single(answers[i].Lines);
            Assert.Contains(line.Code, (string[])["accepted", "unknown-epoch"]);
            if (line.Code == "accepted")
            {
                accepted++;
                Assert.Equal(line.Receipt, await DepositAsync(scene, packages[i].By, $"k{i}", packages[i].Package));
                byte[] key = scene.Silo.Store.Read(connection => connection.Blob("SELECT sealed FROM data_keys WHERE record = $1", line.Record))!;
                Assert.Equal(32, scene.Silo.Vault.OpenAtRest(SealedColumns.DataKeys.Place(line.Record), key).Length);
            }
        }

        Assert.Equal(accepted, scene.Silo.Store.Read(connection => connection.Number("SELECT count(*) FROM data_keys")));
    }

    private static async Task<string> DepositAsync(VaultScene scene, TestAccount depositor, string key, byte[] package)
    {
        DepositLine line = Assert.Single((await scene.Silo.DepositAsync(depositor, key, package)).Lines);
        Assert.Equal("accepted", line.Code);
        return line.Receipt;
    }

    private sealed class X25519Stranger
    {
        public byte[] PublicKey { get; } = X25519PrivateKey.Generate(RandomNumberGenerator.Fill).PublicKey;
    }
}
