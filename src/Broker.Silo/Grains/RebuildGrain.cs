using Broker.Contracts;
using Broker.Policy;
using Broker.Silo.Releases;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>An auditor's rebuild of a country's open periods. One runs at a time; whoever asks while it runs is answered by it.</summary>
[GrainType("rebuild")]
internal sealed class RebuildGrain(
    RecordRebuild rebuild, PolicyStore policies, VaultService vault, VaultCalls calls, TimeProvider time, IGrainFactory grains) : Grain, IRebuildGrain
{
    private const string KeyPrefix = "rebuild/";

    // Below the time that a caller waits for any answer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // Long enough for who was told to ask again, and short enough that nobody takes what was found some other day for today's.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    private Task<(RebuildOutcome Outcome, DateTimeOffset Ended)>? running;

    private static RebuildOutcome Running { get; } =
        new(Outcome.Refuse("busy", "the records are still being opened, or changed while they were; nothing was changed: ask again"), []);

    private string Country => this.GetPrimaryKeyString()[KeyPrefix.Length..];

    public async Task<RebuildOutcome> Rebuild(SignedCall call)
    {
        (Account? auditor, Outcome refusal) = await new Authoriser(grains, vault).Check(call, Account.Auditor, $"/countries/{Country}/rebuild");
        if (auditor is null || call.Body.Length > 0 || policies.Active(Country) is not { } policy)
        {
            // Anyone can name a country that does not exist: it must not stay in memory. Nor may anyone make it forget a run, beside which another would begin.
            if (running is null)
            {
                DeactivateOnIdle();
            }

            return new RebuildOutcome(
                auditor is null ? refusal
                : call.Body.Length > 0 ? Answers.Malformed("demand for a rebuild")
                : Outcome.Refuse("no-policy", "no sharing policy is in force for this country"),
                []);
        }

        if (running is { IsCompletedSuccessfully: true } earlier && !IsFresh((await earlier).Ended))
        {
            running = null;
        }

        running ??= Task.Run(() => (Run(policy.Policy), time.GetUtcNow()));
        await Task.WhenAny(running, Task.Delay(Patience, time));
        if (!running.IsCompleted)
        {
            return Running;
        }

        Task<(RebuildOutcome Outcome, DateTimeOffset Ended)> done = running;
        running = null;
        return (await done).Outcome;
    }

    private bool IsFresh(DateTimeOffset ended)
    {
        TimeSpan age = time.GetUtcNow() - ended;
        return age >= TimeSpan.Zero && age <= Fresh;
    }

    private RebuildOutcome Run(SharingPolicy policy)
    {
        // It goes on after its call was answered, and holds what was sealed under an epoch: the end of that epoch waits for it.
        using IDisposable counted = calls.Begin();
        try
        {
            return rebuild.Run(policy) is { } periods ? new RebuildOutcome(Outcome.Ok, periods) : Running;
        }
        catch (VaultSealedException)
        {
            return new RebuildOutcome(Answers.Sealed, []);
        }
    }
}
