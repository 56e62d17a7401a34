namespace Broker.DisclosureControl;

/// <summary>A table of a period as one tier sees it: a pure function of noisy integers.</summary>
/// <param name="Plan">The public plan it was measured under.</param>
/// <param name="TierIndex">Index into the plan's tiers.</param>
/// <param name="Cells">Every key of the plan in its fixed order, the suppressed ones included.</param>
public sealed record TierTable(MeasurementPlan Plan, int TierIndex, IReadOnlyList<TierCell> Cells)
{
    /// <summary>The terms of the tier.</summary>
    public TierTerms Terms => Plan.Tiers[TierIndex];
}
