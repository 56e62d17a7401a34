using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Storage;

namespace Broker.Tests.Silo;

public sealed class VaultRekeyTests : IDisposable
{
    private static readonly DateOnly Day = new(2013, 1, 10);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Rekey_Whole_MakesTheNewSharesTheOnlyOnes()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        TestAccount depositor = await scene.Silo.EnrolAsync("depositor", "ngo one");
        byte[] package = depositor.Seal(scene.Silo.Vault, new TestObservation("s1", Day)).Package;
        DepositLine before = Assert.Single((await scene.Silo.DepositAsync(depositor, "k", package)).Lines);
        TestCustodians next = await scene.RekeyAsync("operators:2of3,auditors:2of2");
        Assert.Equal(System.Text.Encoding.ASCII.GetString(next.PlanText), (await scene.Vault.Status()).Plan);

        Assert.Equal("ok", await scene.GiveAllAsync(next, "auditors/1", "auditors/2", "operators/1", "operators/3"));

        VaultState state = await scene.Vault.Status();
        Assert.Equal(("unsealed", "", "", 2L), (state.State, state.Asking, state.Plan, state.Generation));
        Assert.Empty(await scene.IssuedAsync());
        await scene.RestartAsync();
        Assert.Equal("share-foreign", await scene.GiveAllAsync(null, "operators/1", "operators/2", "auditors/1"));
        Assert.Equal("sealed", await scene.StateAsync());
        Assert.Equal("ok", await scene.GiveAllAsync(next, "operators/1", "operators/2", "auditors/1", "auditors/2"));
        Assert.Equal("unsealed", await scene.StateAsync());
        Assert.Equal(before, Assert.Single((await scene.Silo.DepositAsync(depositor, "k", package)).Lines));
        Assert.Equal(["unseal", "rekey", "unseal"], VaultLog.Events(scene.Silo));
        Assert.Equal([1L, 2L], VaultLog.Generations(scene.Silo));
        Assert.True(VaultLog.IsClean(scene.Silo));
    }

    [Fact]
    public async Task Rekey_ThatTheLogCouldNotTake_IsStillAnsweredAsDoneAndLoggedLater()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        TestCustodians next = await scene.RekeyAsync();
        await scene.Silo.Store.WriteAsync(connection => connection.Execute("CREATE TRIGGER hold AFTER INSERT ON log_entries BEGIN SELECT RAISE(ABORT, 'held'); END"));

        Assert.Equal("ok", await scene.GiveAllAsync(next, "operators/1", "operators/2", "auditors/1"));

        await scene.Silo.Store.WriteAsync(connection => connection.Execute("DROP TRIGGER hold"));
        await scene.SealAsync();
        await scene.UnsealAsync(next);
        Assert.Equal(["unseal", "seal", "rekey", "unseal"], VaultLog.Events(scene.Silo));
        Assert.Equal([1L, 2L], VaultLog.Generations(scene.Silo));
    }

    [Fact]
    public async Task Rekey_WhoseFilesFailHalfWay_TellsToKeepBothSharesAndARestartDecides()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        TestCustodians next = await scene.RekeyAsync();
        await scene.GiveAllAsync(next, "operators/1", "operators/2");
        Directory.CreateDirectory(folder.At("key-ring.old", "in-the-way"));

        VaultOutcome answer = await scene.GiveAsync("auditors/1", next);

        Assert.Equal("internal", answer.Outcome.Code);
        Assert.Contains("keep both", answer.Outcome.Sentence, StringComparison.Ordinal);
        Directory.Delete(folder.At("key-ring.old"), recursive: true);
        await scene.RestartAsync();
        Assert.Equal("share-foreign", (await scene.GiveAsync("operators/1")).Outcome.Code);
        await scene.UnsealAsync(next);
        Assert.Equal(["unseal", "rekey", "unseal"], VaultLog.Events(scene.Silo));
    }

    [Fact]
    public async Task Rekey_ByTooFewOfTodaysCustodians_IssuesNothing()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        TestCustodians next = TestCustodians.Of();
        await scene.Vault.Rekey(scene.Silo.Sign(scene.Operator, "/vault/rekey", next.PlanText));

        await scene.GiveAllAsync(null, "operators/1", "operators/2", "operators/3");

        Assert.Empty(await scene.IssuedAsync());
        Assert.Equal($"rekey {next.Digest(scene.Origin)}", (await scene.Vault.Status()).Asking);
    }

    [Fact]
    public async Task Shares_GivenForOnePlan_AgreeToNoOther()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        TestCustodians first = TestCustodians.Of();
        await scene.Vault.Rekey(scene.Silo.Sign(scene.Operator, "/vault/rekey", first.PlanText));
        await scene.GiveAllAsync(null, "operators/1", "operators/2");

        TestCustodians second = TestCustodians.Of("operators:1of1");
        await scene.Vault.Rekey(scene.Silo.Sign(scene.Operator, "/vault/rekey", second.PlanText));

        Assert.Empty((await scene.Vault.Status()).Groups[0].Given);
        byte[] siloKey = (await scene.Vault.Status()).SiloKey;
        Assert.Equal("share-not-asked", (await scene.GiveAsync(
            scene.Custodians.Mnemonic("auditors/1"), SharePurpose.Rekey(Convert.FromHexString(first.Digest(scene.Origin))), siloKey)).Outcome.Code);
        Assert.Empty(await scene.IssuedAsync());
    }

    [Fact]
    public async Task Rekey_BeforeItsConfirmation_IsGivenUpByARestartOrASealing()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        byte[] vault = await File.ReadAllBytesAsync(folder.At("vault"));
        byte[] ring = await File.ReadAllBytesAsync(folder.At("key-ring"));
        foreach (bool restart in (bool[])[true, false])
        {
            TestCustodians next = await scene.RekeyAsync();
            await scene.GiveAllAsync(next, "operators/1", "operators/2");

            await (restart ? scene.RestartAsync() : scene.SealAsync());

            Assert.Equal("unseal", (await scene.Vault.Status()).Asking);
            Assert.False(File.Exists(folder.At("shares.next")));
            Assert.Equal(vault, await File.ReadAllBytesAsync(folder.At("vault")));
            Assert.Equal(ring, await File.ReadAllBytesAsync(folder.At("key-ring")));
            Assert.Equal("share-foreign", await scene.GiveAllAsync(next, "auditors/1"));
            await scene.UnsealAsync();
            Assert.Empty(await scene.IssuedAsync());
        }
    }

    [Theory]
    [InlineData("the new vault file is written", true)]
    [InlineData("the new ring is written", true)]
    [InlineData("the new vault file is in its place", false)]
    [InlineData("the old ring has its second name", false)]
    [InlineData("the new ring is in its place", false)]
    [InlineData("the old ring is overwritten in part", false)]
    public async Task Confirm_InterruptedAtAStep_LeavesTheOldSharesOrTheNewOnesNeverNone(string step, bool oldSharesOpen)
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        TestAccount depositor = await scene.Silo.EnrolAsync("depositor", "ngo one");
        byte[] package = depositor.Seal(scene.Silo.Vault, new TestObservation("s1", Day)).Package;
        DepositLine before = Assert.Single((await scene.Silo.DepositAsync(depositor, "k", package)).Lines);
        TestCustodians next = await scene.RekeyAsync();
        using TemporaryFolder crashed = scene.Copy();
        byte[] oldRing = await File.ReadAllBytesAsync(folder.At("key-ring"));
        Assert.Equal("ok", await scene.GiveAllAsync(next, "auditors/1", "operators/1", "operators/3"));
        await scene.StopAsync();
        Interrupt(crashed, step, await File.ReadAllBytesAsync(folder.At("vault")), await File.ReadAllBytesAsync(folder.At("key-ring")));

        await using VaultScene again = await scene.OnAsync(crashed.Path);

        TestCustodians right = oldSharesOpen ? scene.Custodians : next;
        TestCustodians wrong = oldSharesOpen ? next : scene.Custodians;
        Assert.Equal("share-foreign", await again.GiveAllAsync(wrong, "operators/1", "operators/2", "auditors/1"));
        await again.UnsealAsync(right);
        Assert.Equal(before, Assert.Single((await again.Silo.DepositAsync(depositor, "k", package)).Lines));
        Assert.Equal(oldSharesOpen ? ["unseal", "unseal"] : ["unseal", "rekey", "unseal"], VaultLog.Events(again.Silo));
        Assert.Equal(["key-ring", "vault"], Directory.EnumerateFiles(crashed.Path).Select(file => Path.GetFileName(file)!).Where(name => !name.StartsWith("broker.db", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        byte[] ring = await File.ReadAllBytesAsync(crashed.At("key-ring"));
        Assert.Equal(oldSharesOpen, oldRing.AsSpan().SequenceEqual(ring));
    }

    /// <summary>The folder as a crash after this step of the confirmation leaves it.</summary>
    private static void Interrupt(TemporaryFolder at, string step, byte[] newVault, byte[] newRing)
    {
        string[] steps =
        [
            "the new vault file is written", "the new ring is written", "the new vault file is in its place", "the old ring has its second name",
            "the new ring is in its place", "the old ring is overwritten in part",
        ];
        Action[] acts =
        [
            () => File.WriteAllBytes(at.At("vault.next"), newVault),
            () => File.WriteAllBytes(at.At("key-ring.next"), newRing),
            () => File.Move(at.At("vault.next"), at.At("vault"), overwrite: true),
            () => Broker.Silo.Storage.DurableFile.Link(at.At("key-ring"), at.At("key-ring.old")),
            () => File.Move(at.At("key-ring.next"), at.At("key-ring"), overwrite: true),
            () => File.WriteAllBytes(at.At("key-ring.old"), new byte[10]),
        ];
        for (int i = 0; i <= Array.IndexOf(steps, step); i++)
        {
            acts[i]();
        }
    }
}
