using System.Security.Cryptography;
using System.Text;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Vault;

namespace Broker.Tests.Silo;

public sealed class VaultCeremonyTests : IDisposable
{
    private static readonly DateOnly Day = new(2013, 1, 10);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Vault_FromInitToADeposit_GoesThroughItsStates()
    {
        await using VaultScene scene = await VaultScene.StartAsync(folder.Path);
        Assert.Equal("uninitialised", await scene.StateAsync());

        Assert.Equal("ok", (await scene.InitAsync()).Outcome.Code);
        VaultState state = await scene.Vault.Status();
        Assert.Equal(("sealed", "unseal", 2, 0L), (state.State, state.Asking, state.GroupsNeeded, state.Generation));
        Assert.Equal([("operators", 2, 3), ("auditors", 1, 3)], state.Groups.Select(group => (group.Name, group.Threshold, group.Members)));

        scene.Custodians.Open(await scene.IssuedAsync());
        await scene.UnsealAsync();
        state = await scene.Vault.Status();
        Assert.Equal(("unsealed", "", 1L, ""), (state.State, state.Asking, state.Generation, state.InstalledEpoch));
        Assert.Equal("", (await scene.Silo.Grains.GetGrain<ISiloGrain>("silo/this").Status()).EpochKeyNote);

        Assert.Equal("ok", (await scene.InstallAsync()).Outcome.Code);
        await scene.Silo.ActivatePolicyAsync();
        TestAccount depositor = await scene.Silo.EnrolAsync("depositor", "ngo one");
        DepositOutcome answer = await scene.Silo.DepositAsync(depositor, "k", depositor.Seal(scene.Silo.Vault, new TestObservation("s1", Day)).Package);
        Assert.Equal("accepted", Assert.Single(answer.Lines).Code);
    }

    [Fact]
    public async Task Unseal_ByTwoOperatorsAlone_LeavesItSealed_AndWithOneAuditorOpensIt()
    {
        await using VaultScene scene = await VaultScene.InitialisedAsync(folder.Path);

        Assert.Equal("ok", await scene.GiveAllAsync(null, "operators/1", "operators/2"));
        Assert.Equal("ok", await scene.GiveAllAsync(null, "operators/3"));
        VaultState state = await scene.Vault.Status();
        Assert.Equal("sealed", state.State);
        Assert.Equal([1, 2, 3], state.Groups[0].Given);
        Assert.Equal([], state.Groups[1].Given);
        Assert.False(scene.Silo.Vault.IsUnsealed);

        Assert.Equal("ok", await scene.GiveAllAsync(null, "auditors/3"));
        Assert.Equal("unsealed", await scene.StateAsync());
        Assert.All((await scene.Vault.Status()).Groups, group => Assert.Empty(group.Given));
    }

    [Fact]
    public async Task Unseal_ByAllAuditors_LeavesItSealed()
    {
        await using VaultScene scene = await VaultScene.InitialisedAsync(folder.Path);

        await scene.GiveAllAsync(null, "auditors/1", "auditors/2", "auditors/3", "operators/2");

        Assert.Equal("sealed", await scene.StateAsync());
    }

    [Fact]
    public async Task Unseal_WhereSomeGroupsAreEnough_OpensWithThose()
    {
        await using VaultScene scene = await VaultScene.StartAsync(folder.Path);
        scene.Custodians = TestCustodians.Of("one:1of1,two:2of2,three:2of4", needed: 2);
        await scene.InitAsync();
        scene.Custodians.Open(await scene.IssuedAsync());

        await scene.GiveAllAsync(null, "three/4", "two/1", "two/2");
        Assert.Equal("sealed", await scene.StateAsync());

        await scene.GiveAllAsync(null, "three/2");
        Assert.Equal("unsealed", await scene.StateAsync());
    }

    [Fact]
    public async Task Silo_AfterARestart_IsSealedAndItsPublicKeysAreStillServed()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        SiloState before = await scene.Silo.Grains.GetGrain<ISiloGrain>("silo/this").Status();
        Assert.NotEqual("", before.EpochKeyNote);
        Assert.NotEqual("", before.TrustFile);

        await scene.RestartAsync();

        SiloState after = await scene.Silo.Grains.GetGrain<ISiloGrain>("silo/this").Status();
        Assert.Equal(("sealed", before.EpochKeyNote, before.TrustFile), (after.Vault, after.EpochKeyNote, after.TrustFile));
        VaultState state = await scene.Vault.Status();
        Assert.Equal(("sealed", "unseal"), (state.State, state.Asking));
        Assert.NotEqual("", state.InstalledEpoch);
        Assert.Equal("sealed", (await scene.Silo.RequestAsync(scene.Operator, "2013-01")).Outcome.Code);
        await scene.UnsealAsync();
    }

    [Fact]
    public async Task Give_OfAShareThatIsNotTheRightOne_NamesItAndOpensNothing()
    {
        await using VaultScene scene = await VaultScene.InitialisedAsync(folder.Path);
        using var other = new TemporaryFolder();
        await using VaultScene foreign = await VaultScene.InitialisedAsync(other.Path);
        byte[] siloKey = (await scene.Vault.Status()).SiloKey;

        VaultOutcome fromAnother = await scene.GiveAsync("operators/2", foreign.Custodians);
        Assert.Equal("share-foreign", fromAnother.Outcome.Code);
        Assert.Contains("operators/2", fromAnother.Outcome.Sentence, StringComparison.Ordinal);

        VaultOutcome altered = await scene.GiveAsync(scene.Custodians.WithAnotherWord("operators/1", 20), SharePurpose.Unseal, siloKey);
        Assert.Equal("share-malformed", altered.Outcome.Code);

        byte[] typo = Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(scene.Custodians.Mnemonic("operators/1")).Replace(" academic ", " acadamic ", StringComparison.Ordinal));
        VaultOutcome unknown = await scene.GiveAsync([.. "zzzz "u8, .. typo], SharePurpose.Unseal, siloKey);
        Assert.Equal(altered.Outcome.ToString(), unknown.Outcome.ToString());
        Assert.DoesNotContain(unknown.Outcome.Sentence, char.IsAsciiDigit);

        Assert.Equal("ok", (await scene.GiveAsync("operators/1")).Outcome.Code);
        VaultOutcome again = await scene.GiveAsync("operators/1");
        Assert.Equal("share-repeated", again.Outcome.Code);
        Assert.Contains("operators/1", again.Outcome.Sentence, StringComparison.Ordinal);
        Assert.Equal([1], again.State.Groups[0].Given);
    }

    [Fact]
    public async Task Give_ForAnotherPurposeOrToAnotherStart_IsRefused()
    {
        await using VaultScene scene = await VaultScene.InitialisedAsync(folder.Path);
        byte[] mnemonic = scene.Custodians.Mnemonic("operators/1");
        byte[] before = (await scene.Vault.Status()).SiloKey;
        byte[] digest = SHA256.HashData("a plan"u8);

        Assert.Equal("share-not-asked", (await scene.GiveAsync(mnemonic, SharePurpose.Rekey(digest), before)).Outcome.Code);
        Assert.Equal("share-not-asked", (await scene.GiveAsync(mnemonic, SharePurpose.Confirm(digest), before)).Outcome.Code);

        // Sealed for one purpose and sent as another.
        byte[] envelope = ShareEnvelope.Seal(mnemonic, before, scene.Origin, SharePurpose.Rekey(digest), RandomNumberGenerator.Fill);
        Assert.Equal("share-malformed", (await scene.Vault.Give(ShareText.Format(SharePurpose.Unseal, envelope))).Outcome.Code);

        await scene.RestartAsync();
        Assert.NotEqual(before, (await scene.Vault.Status()).SiloKey);
        Assert.Equal("share-malformed", (await scene.GiveAsync(mnemonic, SharePurpose.Unseal, before)).Outcome.Code);

        await scene.UnsealAsync();
        Assert.Equal("share-not-asked", (await scene.GiveAsync("operators/1")).Outcome.Code);
    }

    [Fact]
    public async Task Give_OfAnythingElse_IsMalformedAndNeverAnException()
    {
        await using VaultScene scene = await VaultScene.InitialisedAsync(folder.Path);
        byte[] siloKey = (await scene.Vault.Status()).SiloKey;
        byte[] sound = ShareText.Format(
            SharePurpose.Unseal, ShareEnvelope.Seal(scene.Custodians.Mnemonic("auditors/1"), siloKey, scene.Origin, SharePurpose.Unseal, RandomNumberGenerator.Fill));
        byte[][] bodies = [[], [0], new byte[10_000_000], sound[..^1], [.. sound, (byte)'\n'], [.. sound, .. sound]];

        foreach (byte[] body in bodies)
        {
            Assert.Equal("share-malformed", (await scene.Vault.Give(body)).Outcome.Code);
        }

        for (int i = 0; i < sound.Length; i += 37)
        {
            byte[] changed = [.. sound];
            changed[i] ^= 1;
            scene.Silo.Wall.Advance(TimeSpan.FromMilliseconds(100));
            Assert.Contains((await scene.Vault.Give(changed)).Outcome.Code, (string[])["share-malformed", "share-not-asked"]);
        }

        Assert.Empty((await scene.Vault.Status()).Groups[1].Given);
    }

    [Fact]
    public async Task Give_MoreOftenThanTheSiloTakes_IsBusyUntilTheNextSecond()
    {
        await using VaultScene scene = await VaultScene.InitialisedAsync(folder.Path);
        byte[] siloKey = (await scene.Vault.Status()).SiloKey;
        byte[] junk = ShareText.Format(SharePurpose.Unseal, ShareEnvelope.Seal("junk"u8, siloKey, scene.Origin, SharePurpose.Unseal, RandomNumberGenerator.Fill));
        var codes = new List<string>();
        for (int i = 0; i < 600; i++)
        {
            // What is not even an envelope costs nothing and counts for nothing.
            Assert.Equal("share-malformed", (await scene.Vault.Give([1])).Outcome.Code);
            codes.Add((await scene.Vault.Give(junk)).Outcome.Code);
        }

        Assert.Equal(500, codes.Count(code => code == "share-malformed"));
        Assert.Equal("busy", codes[^1]);
        Assert.Equal("busy", (await scene.GiveAsync("operators/1")).Outcome.Code);
        scene.Silo.Wall.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("ok", (await scene.GiveAsync("operators/1")).Outcome.Code);
    }

    [Fact]
    public async Task Shares_GivenAQuarterOfAnHourAgo_AreForgottenOneByOne()
    {
        await using VaultScene scene = await VaultScene.InitialisedAsync(folder.Path);
        await scene.GiveAllAsync(null, "operators/1");
        scene.Silo.Wall.Advance(TimeSpan.FromMinutes(10));
        await scene.GiveAllAsync(null, "operators/2");

        scene.Silo.Wall.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal([2], (await scene.Vault.Status()).Groups[0].Given);
        await scene.GiveAllAsync(null, "auditors/1");
        Assert.Equal("sealed", await scene.StateAsync());
        await scene.GiveAllAsync(null, "operators/1");
        Assert.Equal("unsealed", await scene.StateAsync());
    }

    [Fact]
    public async Task Shares_GivenByAClockThatWasSetBackSince_AreForgotten()
    {
        await using VaultScene scene = await VaultScene.InitialisedAsync(folder.Path);
        await scene.GiveAllAsync(null, "operators/1");
        scene.Silo.Wall.Advance(TimeSpan.FromSeconds(-30));
        Assert.Equal([1], (await scene.Vault.Status()).Groups[0].Given);

        scene.Silo.Wall.Advance(TimeSpan.FromDays(-1));

        Assert.Empty((await scene.Vault.Status()).Groups[0].Given);
    }

    [Fact]
    public async Task Shares_GivenBeforeARestart_AreForgotten()
    {
        await using VaultScene scene = await VaultScene.InitialisedAsync(folder.Path);
        await scene.GiveAllAsync(null, "operators/1", "operators/2");

        await scene.RestartAsync();

        Assert.Empty((await scene.Vault.Status()).Groups[0].Given);
        await scene.GiveAllAsync(null, "auditors/1");
        Assert.Equal("sealed", await scene.StateAsync());
    }

    [Fact]
    public async Task Envelopes_KeptByWhoeverCarriedThem_OpenNothingAfterASealing()
    {
        await using VaultScene scene = await VaultScene.InitialisedAsync(folder.Path);
        byte[] siloKey = (await scene.Vault.Status()).SiloKey;
        byte[][] bodies = [.. ((string[])["operators/1", "operators/2", "auditors/1"]).Select(custodian => ShareText.Format(
            SharePurpose.Unseal, ShareEnvelope.Seal(scene.Custodians.Mnemonic(custodian), siloKey, scene.Origin, SharePurpose.Unseal, RandomNumberGenerator.Fill)))];
        foreach (byte[] body in bodies)
        {
            Assert.Equal("ok", (await scene.Vault.Give(body)).Outcome.Code);
        }

        Assert.Equal("unsealed", await scene.StateAsync());
        await scene.SealAsync();
        Assert.NotEqual(siloKey, (await scene.Vault.Status()).SiloKey);

        foreach (byte[] body in bodies)
        {
            Assert.Equal("share-malformed", (await scene.Vault.Give(body)).Outcome.Code);
        }

        Assert.Equal("sealed", await scene.StateAsync());
        await scene.UnsealAsync();
    }

    [Fact]
    public async Task Envelope_GivenAgainAfterItsShareWasForgotten_IsRefused()
    {
        await using VaultScene scene = await VaultScene.InitialisedAsync(folder.Path);
        byte[] siloKey = (await scene.Vault.Status()).SiloKey;
        byte[] body = ShareText.Format(
            SharePurpose.Unseal, ShareEnvelope.Seal(scene.Custodians.Mnemonic("operators/1"), siloKey, scene.Origin, SharePurpose.Unseal, RandomNumberGenerator.Fill));
        Assert.Equal("ok", (await scene.Vault.Give(body)).Outcome.Code);
        scene.Silo.Wall.Advance(TimeSpan.FromMinutes(15));
        Assert.Empty((await scene.Vault.Status()).Groups[0].Given);

        Assert.Equal("share-repeated", (await scene.Vault.Give(body)).Outcome.Code);
        Assert.Empty((await scene.Vault.Status()).Groups[0].Given);
        Assert.Equal("ok", (await scene.GiveAsync("operators/1")).Outcome.Code);
    }

    [Fact]
    public async Task Init_OfAVaultThatIsThere_IsRefusedAndChangesNothing()
    {
        await using VaultScene scene = await VaultScene.InitialisedAsync(folder.Path);
        byte[] ring = await File.ReadAllBytesAsync(folder.At("key-ring"));

        Assert.Equal("vault-exists", (await scene.InitAsync()).Outcome.Code);
        await scene.UnsealAsync();
        Assert.Equal("vault-exists", (await scene.InitAsync()).Outcome.Code);

        Assert.Equal(ring, await File.ReadAllBytesAsync(folder.At("key-ring")));
    }

    [Fact]
    public async Task Init_WithAPlanThatIsNone_IsMalformedAndLeavesNoVault()
    {
        await using VaultScene scene = await VaultScene.StartAsync(folder.Path);

        VaultOutcome answer = await scene.Vault.Init(scene.Silo.Sign(scene.Operator, "/vault/init", "vault-plan/1\ngroups-needed 1\n"));

        Assert.Equal(("malformed", "uninitialised"), (answer.Outcome.Code, answer.State.State));
        Assert.False(File.Exists(folder.At("vault")));
        Assert.False(File.Exists(folder.At("key-ring")));
    }

    [Fact]
    public async Task Issued_UntilTheFirstUnsealing_GivesTheSharesAndNotAfter()
    {
        await using VaultScene scene = await VaultScene.StartAsync(folder.Path);
        Assert.Equal("uninitialised", (await scene.Vault.Issued(scene.Silo.Sign(scene.Operator, "/vault/issued", ""))).Outcome.Code);
        await scene.InitAsync();
        await scene.RestartAsync();

        scene.Custodians.Open(await scene.IssuedAsync());
        await scene.UnsealAsync();

        Assert.Empty(await scene.IssuedAsync());
        Assert.False(File.Exists(folder.At("shares.issued")));
    }

    [Fact]
    public async Task Unseal_WithARingThatWasChanged_IsVaultDamagedAndForgetsTheShares()
    {
        await using VaultScene scene = await VaultScene.InitialisedAsync(folder.Path);
        byte[] ring = await File.ReadAllBytesAsync(folder.At("key-ring"));
        byte[] changed = [.. ring];
        changed[^1] ^= 1;
        await File.WriteAllBytesAsync(folder.At("key-ring"), changed);

        Assert.Equal("vault-damaged", await scene.GiveAllAsync(null, "operators/1", "operators/2", "auditors/1"));
        Assert.Equal("sealed", await scene.StateAsync());
        Assert.Empty((await scene.Vault.Status()).Groups[0].Given);

        await File.WriteAllBytesAsync(folder.At("key-ring"), ring);
        await scene.UnsealAsync();
    }

    [Fact]
    public async Task State_NamesNoPersonAndNoKeyOfTheVault()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);

        VaultState state = await scene.Vault.Status();

        Assert.DoesNotContain(scene.Operator.Id.ToString(), state.ToString(), StringComparison.Ordinal);
        Assert.Equal(32, state.SiloKey.Length);
        Assert.Equal(scene.Silo.Service<StartKey>().Fingerprint, SiloKey.Fingerprint(state.SiloKey));
    }
}
