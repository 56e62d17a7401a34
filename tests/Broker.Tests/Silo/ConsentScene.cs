using System.Text;
using Broker.Briefings;
using Broker.Contracts;
using Broker.DisclosureControl;
using Broker.Sealing;
using Broker.Silo.Storage;

namespace Broker.Tests.Silo;

/// <summary>A country whose second revision gives the elected members' tier to one state more than the first, and depositors with records of the first.</summary>
internal sealed class ConsentScene(SiloHost silo, TestAccount depositor, TestAccount other, string first) : IAsyncDisposable
{
    public const string CutOff = "2013-02-18";
    public const string Issued = "2013-02-21";
    public const string Narrow = "CAF/2013-01/final/consortium";
    public static readonly DateOnly Day = new(2013, 1, 10);
    public static readonly MeasuredPeriod Period = MeasuredPeriod.Final(FourWeekCalendar.FromOrdinal(0));

    public SiloHost Silo => silo;

    public TestAccount Depositor => depositor;

    public TestAccount Other => other;

    /// <summary>The revision of the deposits.</summary>
    public string First => first;

    /// <summary>The revision in force, which reaches further.</summary>
    public string Second { get; private set; } = "";

    /// <summary>A record of the depositor, of the first block.</summary>
    public RecordId Record { get; private set; }

    /// <summary>A record of the depositor, of the second block.</summary>
    public RecordId Later { get; private set; }

    /// <summary>A record of the other depositor, of the first block.</summary>
    public RecordId Foreign { get; private set; }

    public IConsentGrain Grain => GrainOf(depositor);

    /// <summary>The note that agrees to the second revision for the records of the first.</summary>
    public ConsentTerms Agreement => Terms(first, Second);

    public static async Task<ConsentScene> StartAsync(string folder, TestAccount? @operator = null)
    {
        SiloHost silo = await SiloHost.StartAsync(folder, @operator);
        string first = await silo.ActivatePolicyAsync();
        var scene = new ConsentScene(silo, await silo.EnrolAsync("depositor", "ngo one"), await silo.EnrolAsync("depositor", "ngo two"), first);
        await silo.AdvanceAsync("2013-01-11");
        scene.Record = await scene.DepositAsync(scene.Depositor, "k1", new TestObservation("s1", Day));
        scene.Later = await scene.DepositAsync(scene.Depositor, "k2", new TestObservation("s2", Day.AddDays(28)));
        scene.Foreign = await scene.DepositAsync(scene.Other, "k3", new TestObservation("s3", Day));
        scene.Second = await silo.ActivatePolicyAsync(WithFrance);
        return scene;
    }

    public static string WithFrance(string policy) => Changed(policy, "states: [AZE,", "states: [FRA, AZE,");

    public static string WithFranceAndGabon(string policy) => Changed(policy, "states: [AZE,", "states: [FRA, GAB, AZE,");

    public static ConsentTerms Terms(string from, string to, long? after = null) => new("CAF", Sha256Digest.Parse(from), Sha256Digest.Parse(to), after);

    public IConsentGrain GrainOf(TestAccount account) => silo.Grains.GetGrain<IConsentGrain>($"consent/CAF/{account.Id}");

    public byte[] Note(TestAccount signer, ConsentTerms terms, string use = "consent") =>
        NoteText.Sign(terms.Text($"{silo.Vault.Origin}/{use}/v1"), signer.Id.ToString(), signer.Signing);

    /// <summary>Sends a consent as its depositor's tool would.</summary>
    public Task<ConsentOutcome> SendAsync(ConsentTerms terms, TestAccount? signer = null, byte[]? note = null)
    {
        signer ??= depositor;
        string body = $"consent/1\ncountry {terms.Country}\nfrom {terms.From}\nto {terms.To}\nafter {terms.AfterText}\nnote {Convert.ToBase64String(note ?? Note(signer, terms))}\n";
        return GrainOf(signer).Give(silo.Sign(signer, "/policies/CAF/consents", body));
    }

    /// <summary>Gives a consent that has to be taken; the index of its entry.</summary>
    public async Task<long> GiveAsync(long? after = null, TestAccount? signer = null) => await OkAsync(SendAsync(Agreement with { After = after }, signer));

    /// <summary>Takes the consent back; the index of the revocation's entry.</summary>
    public async Task<long> RevokeAsync(long after, TestAccount? signer = null) => await OkAsync(SendAsync(Terms(first, first, after), signer));

    public async Task<ConsentStatusOutcome> StatusAsync(TestAccount? signer = null) =>
        await GrainOf(signer ?? depositor).Status(silo.Sign(signer ?? depositor, "/policies/CAF/consents/status", ""));

    public async Task<RecordId> DepositAsync(TestAccount account, string key, TestObservation observation)
    {
        (RecordId record, byte[] package) = account.Seal(silo.Vault, observation);
        Assert.Equal("accepted", Assert.Single((await silo.DepositAsync(account, key, package)).Lines).Code);
        return record;
    }

    public Task<string[]> ReleasesOf(RecordId record, TestAccount? account = null) => ReleasesOf(silo, account ?? depositor, record.ToString());

    /// <summary>The releases that a record entered, tier by tier.</summary>
    public static async Task<string[]> ReleasesOf(SiloHost silo, TestAccount account, string record)
    {
        StatusOutcome status = await silo.Grains.GetGrain<IDepositorGrain>($"depositor/{account.Id}/0").Status(silo.Sign(account, "/deposits/status", ""));
        return [.. status.Records.Single(row => row.Record == record).Releases.Order(StringComparer.Ordinal)];
    }

    /// <summary>An auditor's rebuild: whether each open period is equal.</summary>
    public async Task<bool[]> RebuildAsync()
    {
        TestAccount auditor = await silo.EnrolAsync("auditor", "auditor");
        RebuildOutcome answer = await silo.Grains.GetGrain<IRebuildGrain>("rebuild/CAF").Rebuild(silo.Sign(auditor, "/countries/CAF/rebuild", ""));
        Assert.Equal("ok", answer.Outcome.Code);
        return [.. answer.Periods.Select(period => period.IsEqual)];
    }

    /// <summary>Entries of consents in the log.</summary>
    public int CountEntries() => silo.Store.Read(connection => connection.Rows(row => row.Bytes(0), "SELECT entry FROM log_entries"))
        .Count(bytes => Encoding.ASCII.GetString(bytes).StartsWith($"{silo.Vault.Origin}/consent/v1\n", StringComparison.Ordinal));

    public long CountRows() => silo.Store.Read(connection => connection.Number("SELECT count(*) FROM consents")) ?? 0;

    public Task ExecuteAsync(string sql, params object?[] values) => silo.Store.WriteAsync(connection => connection.Execute(sql, values));

    /// <summary>Keeps a table from being written to, as a crash between two steps would.</summary>
    public Task HoldAsync(string table) => ExecuteAsync($"CREATE TRIGGER hold BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'held'); END");

    /// <summary>The first block's cut-off passes and nothing can be measured.</summary>
    public async Task MissTheCutOffAsync()
    {
        await HoldAsync("measured");
        Assert.Empty((await silo.AdvanceAsync(CutOff)).Closed);
    }

    public Task ReleaseAsync() => ExecuteAsync("DROP TRIGGER hold");

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    private static string Changed(string policy, string old, string now)
    {
        string changed = policy.Replace(old, now, StringComparison.Ordinal);
        Assert.NotEqual(policy, changed);
        return changed;
    }

    private static async Task<long> OkAsync(Task<ConsentOutcome> answer)
    {
        ConsentOutcome outcome = await answer;
        Assert.Equal("ok", outcome.Outcome.Code);
        Assert.True(outcome.EntryIndex >= 0);
        return outcome.EntryIndex;
    }
}
