using Broker.Contracts;

namespace Broker.Tests.Gateway;

/// <summary>A vault whose state is set; signed calls and outcomes are those of the silo's fake.</summary>
internal sealed class FakeVault(FakeGrains grains) : IVaultGrain
{
    /// <summary>The state as the gateway has to write it.</summary>
    public const string Json =
        "{\"state\":\"sealed\",\"siloKey\":\"0707070707070707070707070707070707070707070707070707070707070707\",\"asking\":\"unseal\",\"groupsNeeded\":2,"
        + "\"groups\":[{\"name\":\"operators\",\"threshold\":2,\"members\":3,\"given\":[1]},{\"name\":\"auditors\",\"threshold\":1,\"members\":3,\"given\":[]}],"
        + "\"generation\":0,\"epochs\":[\"0a0b0c0d\"],\"installedEpoch\":\"0a0b0c0d\",\"plan\":\"\",\"inbox\":3}";

    public VaultState State { get; set; } = new(
        "sealed",
        [.. Enumerable.Repeat((byte)7, 32)],
        "unseal",
        2,
        [new VaultGroupState("operators", 2, 3, [1]), new VaultGroupState("auditors", 1, 3, [])],
        0,
        ["0a0b0c0d"],
        "0a0b0c0d",
        "",
        3);

    /// <summary>The last share's own array, and a copy of it as it was when the grain had it.</summary>
    public byte[] Share { get; private set; } = [];

    public byte[] ShareSeen { get; private set; } = [];

    public async Task<VaultState> Status()
    {
        await grains.Before();
        return State;
    }

    public async Task<VaultOutcome> Give(byte[] share)
    {
        Share = share;
        ShareSeen = [.. share];
        await grains.Before();
        return new VaultOutcome(grains.Outcome, State);
    }

    public async Task<IssuedOutcome> Issued(SignedCall call) => new(await grains.Take(call), [new IssuedShare("operators/1", [1, 2, 3])]);

    public async Task<EpochOutcome> Rotate(SignedCall call) => new(await grains.Take(call), "rotated\n");

    public async Task<EpochOutcome> Epoch(SignedCall call) => new(await grains.Take(call), "epoch text\n");

    public Task<VaultOutcome> Init(SignedCall call) => Step(call);

    public Task<VaultOutcome> Seal(SignedCall call) => Step(call);

    public Task<VaultOutcome> Install(SignedCall call) => Step(call);

    public Task<VaultOutcome> EndEpoch(SignedCall call) => Step(call);

    public Task<VaultOutcome> Rekey(SignedCall call) => Step(call);

    private async Task<VaultOutcome> Step(SignedCall call) => new(await grains.Take(call), State);
}
