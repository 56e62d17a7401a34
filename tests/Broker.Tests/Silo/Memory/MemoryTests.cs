using System.Security.Cryptography;
using Broker.Contracts;
using Broker.Tests.Hardening;

namespace Broker.Tests.Silo.Memory;

/// <summary>The memory of a real silo process, searched for what it must not keep.</summary>
public sealed class MemoryTests : IDisposable
{
    private const int Deposits = 8;
    private const long LeastSearched = 20_000_000;
    private const string Guarded = "---p";

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
        foreach ((string name, byte[] key) in keys.Passing(depositor.Id, taken.Record))
        {
            patterns.Add(name, key);
        }

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
        await using RemoteSilo silo = await StartAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo");
        await DepositAsync(silo, depositor, new Canaries(), "accepted");
        using var keys = new DiskKeys(folder.At("data"));
        var patterns = new SecretPatterns();
        foreach ((string name, byte[] key) in keys.Held())
        {
            patterns.Add(name, key);
        }

        (IReadOnlyList<string> hits, _) = ProcessMemoryScan.Search(silo.Process.Id, patterns);

        // Each is found, so that a later scan that finds none says something.
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

    private static async Task<byte[]> DepositAsync(RemoteSilo silo, TestAccount depositor, Canaries canaries, string expected)
    {
        byte[] package = await silo.SealAsync(depositor, canaries.Record, canaries.Text, canaries.Draw);
        DepositOutcome answer = await silo.DepositAsync(depositor, package);
        Assert.Equal(expected, Assert.Single(answer.Lines).Code);
        return package;
    }
}
