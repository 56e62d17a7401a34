using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Calendar;
using Broker.Silo.Deposits;
using Broker.Silo.Grains;
using Broker.Silo.Log;
using Broker.Silo.Storage;

namespace Broker.Tests.Silo;

/// <summary>A deposit that was acknowledged before a cut-off is counted in its period, however the calendar's work and the country's are interleaved.</summary>
public sealed class CutOffRaceTests : IDisposable
{
    private const string LastDay = "2013-02-17"; // of deposits that the block's final counts
    private const string CutOff = "2013-02-18";
    private static readonly DateOnly Observed = new(2013, 1, 10);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Deposit_MadeWhileACountryTakesWhatWaitsAndTheDayEnds_IsCounted()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await silo.ActivatePolicyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await silo.AdvanceAsync(LastDay);
        AdmittedRecord waiting = silo.Service<DepositIntake>().Admit(
            new Account(depositor.Id, Account.Depositor, depositor.Name, "", "", default, depositor.Signing.PublicKey, depositor.SealingKey.PublicKey),
            depositor.Seal(silo.Vault, new TestObservation("s1", Observed)).Package, DateOnly.Parse(LastDay, null), logSize: null).Admitted!;
        await silo.Service<DepositStore>().Write(depositor.Id, DateOnly.Parse(LastDay, null), [waiting], "k1", new byte[32], [1]);
        (RecordId record, byte[] package) = depositor.Seal(silo.Vault, new TestObservation("s2", Observed));

        // The country is taking what waits when the other deposit comes, and the day ends before it is done.
        using var gate = new ManualResetEventSlim();
        Task busy = silo.Store.WriteAsync(_ => gate.Wait());
        Task<ClosedReleases> closing = Task.Run(() =>
        {
            silo.Service<InternalCalls>().Enter();
            return silo.Grains.GetGrain<ICountryIntake>("country/CAF").CloseDue();
        });
        await Task.Delay(TimeSpan.FromSeconds(1));
        Task<DepositOutcome> deposit = Task.Run(() => silo.SendAsync(depositor, "k2", package));
        await Task.Delay(TimeSpan.FromSeconds(1));
        silo.Service<CalendarClock>().TryAdvanceTo(DateTimeOffset.Parse(CutOff + "T00:00:00Z", null));
        Task roots = silo.Store.WriteAsync(connection => DailyRoots.Close(connection, silo.Vault, silo.Service<LogEntries>(), DateOnly.Parse(CutOff, null)));
        gate.Set();
        await Task.WhenAll(busy, roots, closing);
        DepositOutcome answer = await deposit;
        await silo.AdvanceAsync(CutOff);

        Assert.Contains($"day {LastDay}", Assert.Single(answer.Lines).Receipt, StringComparison.Ordinal);
        StatusOutcome status = await silo.Grains.GetGrain<IDepositorGrain>(DepositShards.First(depositor.Id.ToString()))
            .Status(silo.Sign(depositor, "/deposits/status", ""));
        Assert.All(status.Records, line => Assert.NotEmpty(line.Releases));
        Assert.Contains(status.Records, line => line.Record == record.ToString());
    }
}
