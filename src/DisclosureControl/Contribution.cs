namespace Broker.DisclosureControl;

/// <summary>What one admitted record contributes to the table of a period.</summary>
/// <param name="Source">The source behind the record: the protected unit.</param>
/// <param name="Organisation">The organisation that deposited it; a source belongs to one.</param>
/// <param name="Area">Index into the plan's areas.</param>
/// <param name="Category">Index into the plan's categories, the gravest first.</param>
/// <param name="Stratum">Index into the plan's tiers of the most open tier that the record's caveats allow.</param>
public readonly record struct Contribution(SourceKey Source, OrganisationKey Organisation, int Area, int Category, int Stratum)
{
    /// <summary>The kind of thing that it is, and nothing of what it holds.</summary>
    public override string ToString() => "contribution";
}
