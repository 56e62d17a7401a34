namespace Broker.Briefings;

/// <summary>The public variance of a group of cells.</summary>
/// <param name="Group"><c>country</c>, <c>area</c>, <c>category</c> or <c>leaf</c>.</param>
/// <param name="Variance">Variance of the noise of one stratum, as a whole number or a fraction.</param>
public sealed record BriefingVariance(string Group, string Variance);
