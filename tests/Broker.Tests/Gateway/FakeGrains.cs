using System.Reflection;
using Broker.Contracts;
using Orleans;

namespace Broker.Tests.Gateway;

/// <summary>All grains of a silo in one object: answers are set, keys and calls are kept.</summary>
internal sealed class FakeGrains :
    IAccountGrain, IDepositorGrain, IBriefingGrain, IReleaseGrain, ISiloGrain, ICountryGrain, IPolicyGrain, IEmergencyGrain, IDisclosureLogGrain, IRebuildGrain, IConsentGrain
{
    public const string Origin = "broker.example";

    private readonly Lock gate = new();
    private readonly List<string> keys = [];

    public FakeGrains() => (Vault, Publication) = (new FakeVault(this), new FakePublication(this));

    public FakeVault Vault { get; }

    public FakePublication Publication { get; }

    /// <summary>Shared by gateways of one instance where a test wants it.</summary>
    public FakeWebKeys WebKeys { get; set; } = new();

    /// <summary>True makes a deposit one that the sealed vault's inbox keeps.</summary>
    public bool KeepsDeposits { get; set; }

    /// <summary>Runs before every answer: throws or waits where a test wants it.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    /// <summary>What signed calls answer.</summary>
    public Outcome Outcome { get; set; } = Outcome.Ok;

    public SiloState SiloState { get; set; } = new(
        Origin, "unsealed", [], "epoch note\n", "trust file\n", new DateTimeOffset(2014, 3, 1, 12, 30, 0, TimeSpan.Zero), true, ["CAF"], []);

    public CountryCalendar Country { get; set; } = new(
        "CAF",
        [
            new CalendarRelease("2014-01", new DateOnly(2014, 1, 1), new DateOnly(2014, 1, 29), "final", new DateOnly(2014, 2, 28)),
            new CalendarRelease("2014-02", new DateOnly(2014, 1, 29), new DateOnly(2014, 2, 26), "final", new DateOnly(2014, 4, 1)),
        ],
        "2014-03",
        new DateOnly(2014, 4, 16));

    public PolicyView Policy { get; set; } = new("CAF", new string('a', 64), "sharing-policy: caf-2013\n"u8.ToArray(), ["Officer A", "Officer B"], 3);

    public RecentEntries RecentEntries { get; set; } = new(
        2, [new EntryView(1, new string('b', 64), "broker.example/release/v1\nnonce 00\n"), new EntryView(0, new string('c', 64), "broker.example/key-ring/v1\n")]);

    public Dictionary<string, byte[]> LogFiles { get; } = new(StringComparer.Ordinal)
    {
        ["checkpoint"] = "broker.example\n2\nAAAA\n"u8.ToArray(),
        ["tile/0/000"] = [1, 2, 3],
        ["tile/entries/000.p/2"] = [4, 5],
    };

    public DeliveredBriefing? Briefing { get; set; } = new("{}"u8.ToArray(), "<!DOCTYPE html><style>p{}</style><p>hi</p>"u8.ToArray(), "receipt\n");

    /// <summary>The last signed call, with a copy of its body as it was when the grain had it.</summary>
    public SignedCall? Call { get; private set; }

    public byte[] BodySeen { get; private set; } = [];

    public string IdempotencyKey { get; private set; } = "";

    public IReadOnlyList<string> Keys
    {
        get
        {
            lock (gate)
            {
                return [.. keys];
            }
        }
    }

    public IClusterClient AsClient()
    {
        var client = DispatchProxy.Create<IClusterClient, FakeClient>();
        ((FakeClient)(object)client).Grains = this;
        return client;
    }

    public async Task<EnrolOutcome> Enrol(SignedCall call) => new(await Take(call), [1, 2, 3]);

    public async Task<DepositOutcome> Deposit(SignedCall call, string idempotencyKey)
    {
        IdempotencyKey = idempotencyKey;
        var outcome = await Take(call);
        return KeepsDeposits ? new DepositOutcome(outcome, [], Kept: true) : new DepositOutcome(outcome, [new DepositLine("record-1", "accepted", "note\n")]);
    }

    public async Task<WithdrawOutcome> Withdraw(SignedCall call) => new(await Take(call), ["CAF/2014-01/final"], 7);

    public async Task<StatusOutcome> Status(SignedCall call) => new(await Take(call), [new RecordStatus("record-1", "sealed", [])]);

    public async Task<DepositProofsOutcome> Proofs(SignedCall call) => new(await Take(call), [new DepositProofLine("record-1", "proved", "proof\n")]);

    public async Task<OpeningsOutcome> Openings(SignedCall call) => new(await Take(call), [new Opening(new string('d', 32), [9])]);

    public async Task<RebuildOutcome> Rebuild(SignedCall call) =>
        new(await Take(call), [new RebuiltPeriod("2014-W05", "flash", true), new RebuiltPeriod("2014-01", "final", false)]);

    public async Task<BriefingOutcome> Request(SignedCall call) => new(await Take(call), Briefing, 5);

    public async Task<ProposeOutcome> Propose(SignedCall call) => new(await Take(call), new string('e', 64));

    public async Task<ApproveOutcome> Approve(SignedCall call) => new(await Take(call), 2, true, 11);

    async Task<EmergencyOutcome> IEmergencyGrain.Propose(SignedCall call) => new(await Take(call), new string('9', 64), -1);

    async Task<EmergencyOutcome> IEmergencyGrain.Approve(SignedCall call) => new(await Take(call), new string('9', 64), 8);

    async Task<IReadOnlyList<EmergencyPlanView>> IEmergencyGrain.Plans()
    {
        await Before();
        return [new EmergencyPlanView(new string('9', 64), "2014-W05", 4, new string('a', 64), new string('7', 16), 8)];
    }

    public async Task<ConsentOutcome> Give(SignedCall call) => new(await Take(call), 6);

    async Task<ConsentStatusOutcome> IConsentGrain.Status(SignedCall call) => new(await Take(call), new string('b', 64),
    [
        new ConsentLine(new string('a', 64), 12, new string('b', 64), 6, new DateOnly(2014, 2, 1)), new ConsentLine(new string('b', 64), 0, "", -1, default),
    ]);

    public async Task<AdvanceOutcome> Advance(SignedCall call) => new(await Take(call), SiloState.CalendarNow, ["CAF/2014-01/final"]);

    public async Task<BriefingOutcome> PublicBriefing()
    {
        await Before();
        return new BriefingOutcome(Outcome, Outcome.IsOk ? Briefing : null, -1);
    }

    public async Task<SiloState> Status()
    {
        await Before();
        return SiloState;
    }

    public async Task<CountryCalendar> Calendar()
    {
        await Before();
        return Country;
    }

    public async Task<PolicyView> Active()
    {
        await Before();
        return Policy;
    }

    public async Task<RequestsOutcome> Requests(SignedCall call) => new(await Take(call), "{}\n"u8.ToArray(), 700);

    public async Task<PolicyHistory> History()
    {
        await Before();
        return new PolicyHistory(
            "CAF",
            [new PolicyRevisionView(new string('a', 64), "none", 3, ["Officer A", "Officer B"])],
            [new PendingPolicyView(new string('e', 64), new string('7', 16), ["Officer A"])]);
    }

    public async Task<byte[]> Revision(string revision)
    {
        await Before();
        return revision == Policy.Revision ? Policy.Yaml : [];
    }

    public async Task<LogFile> Read(string path)
    {
        await Before();
        return LogFiles.TryGetValue(path, out var content) ? new LogFile(true, content) : new LogFile(false, []);
    }

    public async Task<RecentEntries> Recent(int count)
    {
        await Before();
        return RecentEntries;
    }

    public async Task<RecentEntries> Entry(long index)
    {
        await Before();
        return RecentEntries with { Entries = [.. RecentEntries.Entries.Where(entry => entry.Index == index)] };
    }

    public async Task<FactsPage> Facts(SignedCall call) => new(await Take(call), [new EntryFacts(5, [1, 2, 3], "facts\n"u8.ToArray())], [7], 512);

    internal async Task<Outcome> Take(SignedCall call)
    {
        Call = call;
        BodySeen = [.. call.Body];
        await Before();
        return Outcome;
    }

    internal void Note(string key)
    {
        lock (gate)
        {
            keys.Add(key);
        }
    }
}
