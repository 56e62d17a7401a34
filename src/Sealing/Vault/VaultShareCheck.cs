namespace Broker.Sealing;

/// <summary>What a vault file says of a sound share.</summary>
/// <param name="IsKnown">True when it is the share of that custodian in this vault; false when it is foreign: of another vault, of before a rekey, or altered.</param>
/// <param name="GroupIndex">The group that the share names, from 0.</param>
/// <param name="MemberIndex">The member that the share names, from 0.</param>
/// <param name="Custodian">Both as people say them: <c>operators/2</c>, or by number, <c>5/2</c>, when the vault has no such group.</param>
public readonly record struct VaultShareCheck(bool IsKnown, int GroupIndex, int MemberIndex, string Custodian);
