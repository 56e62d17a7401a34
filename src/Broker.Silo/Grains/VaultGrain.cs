using Broker.Contracts;
using Broker.Silo.Deposits;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>The vault's ceremonies: who signed, then one step, then the state after it.</summary>
[GrainType("vault")]
internal sealed class VaultGrain(
    VaultCeremony ceremony, EpochCeremony epochs, VaultService vault, VaultFiles files, PublishedKeys published, StartKey start, OperatorAuthority @operator, IStore store,
    IGrainFactory grains) : Grain, IVaultGrain
{
    public const string SealPath = "/vault/seal";

    public Task<VaultState> Status()
    {
        CeremonyState state = ceremony.State();
        RingFacts? ring = Ring();
        return Task.FromResult(new VaultState(
            state.State,
            start.PublicKey,
            state.Asking,
            state.GroupsNeeded,
            state.Groups,
            ring?.Generation ?? 0,
            [.. (ring?.Epochs ?? []).Select(epoch => epoch.Id.ToString())],
            published.Epoch?.Id.ToString() ?? "",
            state.Plan,
            store.Read(connection => Inbox.Count(connection))));
    }

    public Task<VaultOutcome> Init(SignedCall call) => Step(call, "/vault/init", () => ceremony.Init(call.Body));

    public async Task<VaultOutcome> Give(byte[] share) => new(await ceremony.Give(share), await Status());

    public async Task<IssuedOutcome> Issued(SignedCall call)
    {
        Outcome outcome = await Authorise(call, "/vault/issued") is { IsOk: false } refusal ? refusal
            : call.Body.Length > 0 ? Answers.Malformed("demand for the issued shares")
            : IsUninitialised ? VaultAnswers.Uninitialised
            : Outcome.Ok;
        return new IssuedOutcome(outcome, outcome.IsOk ? ceremony.Issued() : []);
    }

    public Task<VaultOutcome> Seal(SignedCall call) => Step(
        call, SealPath, () => call.Body.Length > 0 ? Task.FromResult(Answers.Malformed("demand to seal")) : ceremony.Seal());

    public Task<EpochOutcome> Rotate(SignedCall call) => EpochStep(call, "/vault/rotate", epochs.Rotate);

    public Task<EpochOutcome> Epoch(SignedCall call) => EpochStep(call, "/vault/epoch", () => Task.FromResult(epochs.Text()));

    public Task<VaultOutcome> Install(SignedCall call) => UnsealedStep(call, "/vault/install", () => epochs.Install(call.Body));

    public Task<VaultOutcome> EndEpoch(SignedCall call) => UnsealedStep(call, "/vault/epochs/end", () => epochs.End(call.Body));

    public Task<VaultOutcome> Rekey(SignedCall call) => UnsealedStep(call, "/vault/rekey", () => ceremony.Rekey(call.Body));

    private bool IsUninitialised => !vault.IsUnsealed && !files.VaultExists;

    private async Task<VaultOutcome> Step(SignedCall call, string path, Func<Task<Outcome>> step)
    {
        Outcome outcome = await Authorise(call, path);
        return new VaultOutcome(outcome.IsOk ? await step() : outcome, await Status());
    }

    private async Task<VaultOutcome> UnsealedStep(SignedCall call, string path, Func<Task<Outcome>> step)
    {
        Outcome outcome = await AuthoriseUnsealed(call, path);
        try
        {
            return new VaultOutcome(outcome.IsOk ? await step() : outcome, await Status());
        }
        catch (VaultSealedException)
        {
            return new VaultOutcome(Answers.Sealed, await Status());
        }
    }

    private async Task<EpochOutcome> EpochStep(SignedCall call, string path, Func<Task<EpochOutcome>> step)
    {
        Outcome outcome = await AuthoriseUnsealed(call, path) is { IsOk: false } refusal ? refusal
            : call.Body.Length > 0 ? Answers.Malformed("demand for an epoch")
            : Outcome.Ok;
        try
        {
            return outcome.IsOk ? await step() : new EpochOutcome(outcome, "");
        }
        catch (VaultSealedException)
        {
            return new EpochOutcome(Answers.Sealed, "");
        }
    }

    /// <summary>Any operator while accounts can be opened, else the one whom the configuration names.</summary>
    private async Task<Outcome> Authorise(SignedCall call, string path) =>
        vault.IsUnsealed ? (await new Authoriser(grains, vault).Check(call, Account.Operator, path)).Refusal : await @operator.Check(call, path);

    private Task<Outcome> AuthoriseUnsealed(SignedCall call, string path) =>
        vault.IsUnsealed ? Authorise(call, path) : Task.FromResult(IsUninitialised ? VaultAnswers.Uninitialised : Answers.Sealed);

    private RingFacts? Ring()
    {
        try
        {
            return vault.IsUnsealed ? vault.Facts : null;
        }
        catch (VaultSealedException)
        {
            // It was sealed between the two.
            return null;
        }
    }
}
