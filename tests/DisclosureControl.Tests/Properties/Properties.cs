namespace Broker.DisclosureControl.Tests;

/// <summary>What the property tests share.</summary>
internal static class Properties
{
    /// <summary>A final's table of a tier.</summary>
    internal static TierTable Tier(MeasurementPlan plan, MeasuredTable table, int tier) => Derive.Tier(plan, table, tier, null);
}
