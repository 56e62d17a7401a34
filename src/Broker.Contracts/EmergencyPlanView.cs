namespace Broker.Contracts;

/// <summary>An emergency plan or a proposal of one.</summary>
/// <param name="Plan">SHA-256 of the text that both sign.</param>
/// <param name="FirstWeek">First week, as <c>2014-W05</c>.</param>
/// <param name="Weeks">Consecutive weeks.</param>
/// <param name="Revision">The sharing policy that it belongs to.</param>
/// <param name="Proposer">Account of the policy officer who proposed it.</param>
/// <param name="EntryIndex">Index of its entry in the log; -1 while no auditor has signed.</param>
[GenerateSerializer, Immutable, Alias("broker.emergency-plan-view")]
public sealed record EmergencyPlanView(
    [property: Id(0)] string Plan,
    [property: Id(1)] string FirstWeek,
    [property: Id(2)] int Weeks,
    [property: Id(3)] string Revision,
    [property: Id(4)] string Proposer,
    [property: Id(5)] long EntryIndex);
