namespace Broker.Policy;

/// <summary>An exact budget of zero-concentrated differential privacy: rho, as a reduced fraction.</summary>
/// <param name="Numerator">At least 1.</param>
/// <param name="Denominator">At least 1, without a factor in common with the numerator.</param>
public readonly record struct YearlyRho(long Numerator, long Denominator);
