using System.Security.Cryptography;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Tests.Hardening;

namespace Broker.Tests.Silo.Memory;

/// <summary>The memory of a real silo process, searched for what it must not keep.</summary>
public sealed class MemoryTests : IDisposable
{
    private const int Deposits = 8;
    private const long LeastSearched = 20_000_000;
    private const string Guarded = "---p";
    private const string OpenForReading = "r--p";
    private const int MostOpenMoments = 10;

    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [LinuxRootFact]
    public async Task Silo_AMinuteAfterADeposit_HoldsNothingOfItsContent()
    {
        await using RemoteSilo silo = await StartAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo");
        var patterns = new SecretPatterns();
        var taken = new Canaries();
        for (int i = 0; i < Deposits; i++)
        {
            taken = new Canaries();
            taken.AddTo(patterns, await DepositAsync(silo, depositor, taken, "accepted"));
        }

        // What is refused after it was opened must go as well.
        var refused = new Canaries(place: "CF99");
        refused.AddTo(patterns, await DepositAsync(silo, depositor, refused, "observation-unknown-place"));
        using var keys = new DiskKeys(folder.At("data"));
        patterns.AddAll(keys.Passing(depositor.Id, taken.Record));

        await Task.Delay(Minute);
        patterns.AddText("control: the operator's key, out of the settings", Convert.ToHexStringLower(silo.Operator.Signing.PublicKey));
        (IReadOnlyList<string> hits, long searched) = ProcessMemoryScan.Search(silo.Process.Id, patterns);

        Assert.True(searched > LeastSearched, $"only {searched} bytes were searched");
        Assert.Contains(hits, hit => hit.StartsWith("control", StringComparison.Ordinal));
        Assert.DoesNotContain(hits, hit => !hit.StartsWith("control", StringComparison.Ordinal));
    }

    [LinuxRootFact]
    public async Task Silo_Unsealed_HoldsItsKeysInGuardedMemoryAndNowhereElse()
    {
        var canaries = new Canaries();
        AccountId account;
        await using (RemoteSilo silo = await StartAsync())
        {
            TestAccount depositor = await silo.EnrolAsync("depositor", "ngo");
            account = depositor.Id;
            await DepositAsync(silo, depositor, canaries, "accepted");
            using var keys = new DiskKeys(folder.At("data"));
            AssertHeldInGuardedMemoryOnly(silo, keys);
        }

        // One that made its keys, and one that read them.
        await using RemoteSilo second = await RemoteSilo.StartAsync(folder, "--Silo:SimulatedClock", "2012-12-31T00:00:00Z");
        Assert.Equal("unsealed", (await second.Grains.GetGrain<ISiloGrain>("silo/this").Status()).Vault);
        using var again = new DiskKeys(folder.At("data"));
        AssertHeldInGuardedMemoryOnly(second, again);
        Assert.Empty(ProcessMemoryScan.Search(second.Process.Id, new SecretPatterns().AddAll(again.Passing(account, canaries.Record))).Hits);
    }

    [LinuxRootFact]
    public async Task Silo_AfterASeal_HoldsNoKeyAndNoShare()
    {
        using Ed25519SigningKey identity = Ed25519SigningKey.Generate(RandomNumberGenerator.Fill);
        TestCustodians custodians = TestCustodians.Of();
        await using RemoteSilo silo = await StartWithCustodiansAsync(custodians, identity);
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo");
        var canaries = new Canaries();
        await DepositAsync(silo, depositor, canaries, "accepted");
        await silo.AdvanceAsync("2013-02-21");
        using var keys = new DiskKeys(folder.At("data"), Shares.Root(custodians));
        var gone = new SecretPatterns().AddAll(keys.Passing(depositor.Id, canaries.Record));
        Shares.AddTo(gone, custodians);
        AssertHeldInGuardedMemoryOnly(silo, keys);
        Assert.Empty(ProcessMemoryScan.Search(silo.Process.Id, gone).Hits);

        Assert.Equal("ok", (await silo.SealAsync()).Outcome.Code);

        Assert.Empty(ProcessMemoryScan.Search(silo.Process.Id, gone.AddAll(keys.Held())).Hits);
        await AssertGivenSharesAreGuarded(silo, custodians);
    }

    [LinuxRootFact]
    public async Task Silo_AfterAnEpochsEnd_HoldsNoKeyOfIt()
    {
        using Ed25519SigningKey identity = Ed25519SigningKey.Generate(RandomNumberGenerator.Fill);
        TestCustodians custodians = TestCustodians.Of();
        await using RemoteSilo silo = await StartWithCustodiansAsync(custodians, identity);
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo");
        await DepositAsync(silo, depositor, new Canaries(), "accepted");
        using var before = new DiskKeys(folder.At("data"), Shares.Root(custodians));

        await silo.ExchangeEpochAsync(identity);

        using var after = new DiskKeys(folder.At("data"), Shares.Root(custodians));
        (string Name, byte[] Key)[] ended = [.. before.Held().Where(key => !after.Held().Any(held => held.Name == key.Name))];
        Assert.Equal(2, ended.Length); // its private key and its storage key
        Assert.Empty(ProcessMemoryScan.Search(silo.Process.Id, new SecretPatterns().AddAll(ended)).Hits);
        AssertHeldInGuardedMemoryOnly(silo, after);
    }

    /// <summary>Shares that wait for others are held, so that they are found: in guarded memory, and as values only.</summary>
    private static async Task AssertGivenSharesAreGuarded(RemoteSilo silo, TestCustodians custodians)
    {
        await silo.GiveAsync(custodians, "operators/1");
        var shares = new SecretPatterns();
        Shares.AddTo(shares, custodians);

        string hit = Assert.Single(ProcessMemoryScan.Search(silo.Process.Id, shares).Hits);

        Assert.StartsWith($"the value of operators/1 as it is in {Guarded}", hit, StringComparison.Ordinal);
    }

    /// <summary>Each is found, so that a later scan that finds none says something.</summary>
    private static void AssertHeldInGuardedMemoryOnly(RemoteSilo silo, DiskKeys keys)
    {
        var patterns = new SecretPatterns().AddAll(keys.Held());
        (IReadOnlyList<string> hits, _) = ProcessMemoryScan.Search(silo.Process.Id, patterns);

        // While a call uses a key its page is open for reading, never for writing: a scan that met such a moment is made again.
        for (int again = 0; again < MostOpenMoments && hits.Any(hit => hit.Contains($" in {OpenForReading}", StringComparison.Ordinal)); again++)
        {
            (hits, _) = ProcessMemoryScan.Search(silo.Process.Id, patterns);
        }

        Assert.All(keys.Held(), key => Assert.Contains(hits, hit => hit.StartsWith($"{key.Name} as it is in {Guarded}", StringComparison.Ordinal)));
        Assert.DoesNotContain(hits, hit => !hit.Contains($" in {Guarded}", StringComparison.Ordinal));
    }

    /// <summary>The search itself: a plaintext that a process holds, in whatever form, is found.</summary>
    [LinuxRootFact]
    public void Search_OfAProcessThatHoldsASecret_FindsIt()
    {
        byte[] secret = RandomNumberGenerator.GetBytes(32);
        string[] held = [Convert.ToHexStringLower(secret), Convert.ToBase64String([1, .. secret])];

        (IReadOnlyList<string> hits, _) = ProcessMemoryScan.Search(Environment.ProcessId, new SecretPatterns().Add("secret", secret));

        Assert.Contains(hits, hit => hit.StartsWith("secret as it is in rw", StringComparison.Ordinal));
        Assert.Contains(hits, hit => hit.StartsWith("secret as hexadecimal as UTF-16 in rw", StringComparison.Ordinal));
        Assert.Contains(hits, hit => hit.StartsWith("secret as base64 at 1 as UTF-16 in rw", StringComparison.Ordinal));
        GC.KeepAlive(held);
        GC.KeepAlive(secret);
    }

    private async Task<RemoteSilo> StartAsync()
    {
        RemoteSilo silo = await RemoteSilo.StartAsync(folder, "--Silo:SimulatedClock", "2012-12-31T00:00:00Z");
        await silo.ActivatePolicyAsync();
        return silo;
    }

    /// <summary>A silo as production has it: with custodians, unsealed by a quorum.</summary>
    private async Task<RemoteSilo> StartWithCustodiansAsync(TestCustodians custodians, Ed25519SigningKey identity)
    {
        RemoteSilo silo = await RemoteSilo.StartAsync(
            folder, "--Silo:SimulatedClock", "2012-12-31T00:00:00Z", "--Silo:SelfUnseal", "false", "--Silo:Identity", Convert.ToHexStringLower(identity.PublicKey));
        await silo.InitialiseAsync(custodians, identity);
        await silo.ActivatePolicyAsync();
        return silo;
    }

    private static async Task<byte[]> DepositAsync(RemoteSilo silo, TestAccount depositor, Canaries canaries, string expected)
    {
        byte[] package = await silo.SealAsync(depositor, canaries.Record, canaries.Text, canaries.Draw);
        DepositOutcome answer = await silo.DepositAsync(depositor, package);
        Assert.Equal(expected, Assert.Single(answer.Lines).Code);
        return package;
    }
}
