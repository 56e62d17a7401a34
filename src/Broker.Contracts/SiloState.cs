namespace Broker.Contracts;

/// <summary>What anyone may know of the silo.</summary>
/// <param name="Origin">Origin of this broker instance.</param>
/// <param name="Vault"><c>unsealed</c> or <c>sealed</c>.</param>
/// <param name="Warnings">Warnings that operators must see, as an unsealing development key.</param>
/// <param name="EpochKeyNote">The epoch's public key, a signed note by the identity key; empty while sealed.</param>
/// <param name="TrustFile">The keys that tools pin: log and identity.</param>
/// <param name="CalendarNow">The calendar's time.</param>
/// <param name="Simulated">True when the calendar's time is simulated.</param>
/// <param name="Countries">Countries with a policy in force.</param>
/// <param name="Faults">What keeps the silo from taking anything, as codes: <c>store-stopped</c>; empty when nothing does.</param>
[GenerateSerializer, Immutable, Alias("broker.silo-state")]
public sealed record SiloState(
    [property: Id(0)] string Origin,
    [property: Id(1)] string Vault,
    [property: Id(2)] IReadOnlyList<string> Warnings,
    [property: Id(3)] string EpochKeyNote,
    [property: Id(4)] string TrustFile,
    [property: Id(5)] DateTimeOffset CalendarNow,
    [property: Id(6)] bool Simulated,
    [property: Id(7)] IReadOnlyList<string> Countries,
    [property: Id(8)] IReadOnlyList<string> Faults);
