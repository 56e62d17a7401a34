namespace Broker.Contracts;

/// <summary>The answer to an approval.</summary>
/// <param name="Outcome">Whether it was taken.</param>
/// <param name="Approvals">How many different officers' signatures count for the revision.</param>
/// <param name="Active">True when the revision is in force now.</param>
/// <param name="EntryIndex">Index of the activation in the disclosure log; -1 while it is not in force.</param>
[GenerateSerializer, Immutable, Alias("broker.approve-outcome")]
public sealed record ApproveOutcome(
    [property: Id(0)] Outcome Outcome,
    [property: Id(1)] int Approvals,
    [property: Id(2)] bool Active,
    [property: Id(3)] long EntryIndex);
