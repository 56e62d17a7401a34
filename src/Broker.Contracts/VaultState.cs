namespace Broker.Contracts;

/// <summary>What anyone may know of the vault. Custodians appear as group and number, never by name.</summary>
/// <param name="State"><c>uninitialised</c>, <c>sealed</c> or <c>unsealed</c>.</param>
/// <param name="SiloKey">The silo key of this start, 32 bytes: shares are sealed to it.</param>
/// <param name="Asking">The purposes for which shares are taken now: <c>unseal</c>, <c>rekey &lt;digest&gt;</c>, <c>confirm &lt;digest&gt;</c>; empty for none.</param>
/// <param name="GroupsNeeded">How many groups must reach their threshold; 0 while uninitialised.</param>
/// <param name="Groups">The groups of the sharing that is asked for, and who has given.</param>
/// <param name="Generation">Generation of the key ring; 0 while it is not open.</param>
/// <param name="Epochs">The epochs of the ring, oldest first; empty while it is not open.</param>
/// <param name="InstalledEpoch">The epoch that depositors seal to; empty when no note is installed.</param>
/// <param name="Plan">The plan that waits for approval or confirmation, a <c>vault-plan/1</c> text; empty for none.</param>
/// <param name="Inbox">How many batches wait in the inbox.</param>
[GenerateSerializer, Immutable, Alias("broker.vault-state")]
public sealed record VaultState(
    [property: Id(0)] string State,
    [property: Id(1)] byte[] SiloKey,
    [property: Id(2)] string Asking,
    [property: Id(3)] int GroupsNeeded,
    [property: Id(4)] IReadOnlyList<VaultGroupState> Groups,
    [property: Id(5)] long Generation,
    [property: Id(6)] IReadOnlyList<string> Epochs,
    [property: Id(7)] string InstalledEpoch,
    [property: Id(8)] string Plan,
    [property: Id(9)] long Inbox);
