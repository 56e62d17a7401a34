namespace Broker.Policy;

/// <summary>
/// A policy that was refused because a conflict is declared and not forbidden, whole in all else. It can be put to the prover, which shows
/// whom it would let in, and to nothing else: it is no <see cref="SharingPolicy"/> and gives none away.
/// </summary>
public sealed class FaultyPolicy
{
    internal FaultyPolicy(SharingPolicy refused) => Refused = refused;

    internal SharingPolicy Refused { get; }
}
