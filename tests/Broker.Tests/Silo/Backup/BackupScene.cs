using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo;
using Broker.Silo.Backup;
using Broker.Silo.Deposits;

namespace Broker.Tests.Silo.Backup;

/// <summary>A silo with deposits, its backups, and silos on what is restored from them.</summary>
internal sealed class BackupScene : IAsyncDisposable
{
    public static readonly DateOnly Day = new(2013, 1, 10);
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 11, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly TestAccount @operator = TestAccount.New("operator");
    private readonly System.Collections.Concurrent.ConcurrentQueue<RecordId> acknowledged = new();
    private int batches;

    private BackupScene()
    {
    }

    public SiloHost Silo { get; private set; } = null!;

    public TestAccount Depositor { get; private set; } = null!;

    /// <summary>The day of what is deposited.</summary>
    public DateOnly ObservedOn { get; set; } = Day;

    /// <summary>Every record whose deposit was answered.</summary>
    public IEnumerable<RecordId> Acknowledged => [.. acknowledged];

    public string Data => folder.At("data");

    public string At(string name) => folder.At(name);

    /// <summary>A silo that takes deposits, with a depositor and a policy in force.</summary>
    public static async Task<BackupScene> StartAsync()
    {
        var scene = new BackupScene();
        scene.Silo = await scene.StartSiloAsync(scene.Data);
        await scene.Silo.ActivatePolicyAsync();
        scene.Depositor = await scene.Silo.EnrolAsync("depositor", "ngo one");
        return scene;
    }

    public Task<SiloHost> StartSiloAsync(string data) => SiloHost.StartAsync(data, @operator);

    public static SiloOptions Options(string data) => new() { DataFolder = data, Postgres = SiloHost.Database.Value?.Invoke(data) ?? "" };

    /// <summary>Deposits records of as many sources, and gives their ids.</summary>
    public async Task<List<RecordId>> DepositAsync(int records, int? retention = null)
    {
        var ids = new List<RecordId>(records);
        for (int at = 0; at < records; at += 100)
        {
            (RecordId Record, byte[] Package)[] sealedPackages =
            [
                .. Enumerable.Range(at, Math.Min(100, records - at)).Select(i => Depositor.Seal(Silo.Vault, Observation($"source-{batches}-{i}", retention))),
            ];
            DepositOutcome answer = await Silo.SendAsync(Depositor, $"batch-{batches}-{at}", [.. sealedPackages.Select(one => one.Package)]);
            Assert.Equal("ok", answer.Outcome.Code);
            foreach ((RecordId record, _) in sealedPackages)
            {
                acknowledged.Enqueue(record);
            }

            ids.AddRange(sealedPackages.Select(one => one.Record));
        }

        batches++;
        await Silo.Service<CountryDrains>().Settled();
        return ids;
    }

    public async Task WithdrawAsync(SiloHost silo, RecordId record) =>
        Assert.Equal("ok", (await silo.Grains.GetGrain<IDepositorGrain>(DepositShards.KeyOf(Depositor.Id.ToString(), record.ToString()))
            .Withdraw(silo.Sign(Depositor, "/deposits/withdraw", $"withdraw/1\nrecord {record}\n"))).Outcome.Code);

    /// <summary>Takes a backup of the silo, which runs.</summary>
    public string Backup(string name = "one.backup", string? data = null)
    {
        BackupVerbs.Backup(Options(data ?? Data), folder.At(name), Now);
        return folder.At(name);
    }

    /// <summary>Restores into a folder of its own and puts the vault's files back; the folder.</summary>
    public string Restore(string backup, string name = "restored", string gone = "", DateTimeOffset? now = null)
    {
        string restored = folder.At(name);
        BackupVerbs.Restore(Options(restored), backup, gone, now ?? Now);
        PutKeys(restored);
        return restored;
    }

    /// <summary>What custodians do after a restore: the vault's files as they are now.</summary>
    public void PutKeys(string restored)
    {
        Directory.CreateDirectory(restored);
        foreach (string file in (string[])["key-ring", "development.key", "development.identity", "vault"])
        {
            if (File.Exists(Path.Combine(Data, file)))
            {
                File.Copy(Path.Combine(Data, file), Path.Combine(restored, file), overwrite: true);
            }
        }
    }

    /// <summary>The receipts of the records, each opened with its data key.</summary>
    public string?[] Receipts(SiloHost silo, IEnumerable<RecordId> records) =>
        [.. records.Select(record => silo.Service<DepositStore>().Receipt(Depositor.Id, record))];

    public async ValueTask DisposeAsync()
    {
        await Silo.DisposeAsync();
        folder.Dispose();
    }

    private TestObservation Observation(string source, int? retention)
    {
        var observation = new TestObservation(source, ObservedOn);
        return observation with { Caveats = observation.Caveats with { RetentionDays = retention } };
    }
}
