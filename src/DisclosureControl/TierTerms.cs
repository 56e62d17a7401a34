namespace Broker.DisclosureControl;

/// <summary>What one tier of a sharing policy sees of a table.</summary>
/// <param name="Name">The tier's name in the policy.</param>
/// <param name="Groups">The groups of cells that the tier may see in this vintage.</param>
/// <param name="NoiseMultiple">Variance of the tier's values relative to one stratum's, at least 1; never smaller than a more closed tier's. Below the number of strata open to the tier it means that number.</param>
/// <param name="SourceThreshold">k: a number is shown only when it exceeds k - 1 beyond what noise explains.</param>
/// <param name="OrganisationThreshold">Least number of organisations behind an area, at least 3 whatever stands here, judged on noisy counts.</param>
/// <param name="RoundTo">Published numbers are multiples of this; 1 for none.</param>
public sealed record TierTerms(
    string Name,
    IReadOnlyList<CellGroup> Groups,
    int NoiseMultiple,
    int SourceThreshold,
    int OrganisationThreshold,
    int RoundTo);
