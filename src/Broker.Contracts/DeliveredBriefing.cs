namespace Broker.Contracts;

/// <summary>A briefing and the receipt that proves that its release was logged first.</summary>
/// <param name="Json">The signed-for JSON bytes.</param>
/// <param name="Html">The page.</param>
/// <param name="Receipt">A tlog-proof file.</param>
[GenerateSerializer, Immutable, Alias("broker.delivered-briefing")]
public sealed record DeliveredBriefing(
    [property: Id(0)] byte[] Json,
    [property: Id(1)] byte[] Html,
    [property: Id(2)] string Receipt);
