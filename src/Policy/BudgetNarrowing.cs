namespace Broker.Policy;

/// <summary>In what two revisions differ as a whole, whichever the tier: the country, and what a source costs.</summary>
internal static class BudgetNarrowing
{
    internal static IEnumerable<PolicyWidening> Widenings(SharingPolicy later, SharingPolicy earlier)
    {
        if (later.Country != earlier.Country)
        {
            yield return new(WideningCodes.Country, $"the policy is for `{later.Country}` and was for `{earlier.Country}`");
        }

        if (later.OrganisationCap > earlier.OrganisationCap)
        {
            yield return new(WideningCodes.Cap, $"one organisation adds up to {later.OrganisationCap} sources to a cell instead of {earlier.OrganisationCap}");
        }

        if (!HasNoWiderBudget(later.YearlyRho, earlier.YearlyRho))
        {
            yield return new(WideningCodes.Rho, $"a source may cost {Words(later.YearlyRho)} a year instead of {Words(earlier.YearlyRho)}");
        }

        if (!HasNoLowerFloor(later, earlier))
        {
            yield return new(WideningCodes.HardFloor, $"the hard floor is {Floor(later)} instead of {Floor(earlier)}");
        }
    }

    // A hard floor shows less, but costs a source a delta that a policy without one does not: neither is narrower than the other.
    private static bool HasNoLowerFloor(SharingPolicy later, SharingPolicy earlier) =>
        later.HardFloor > 0 == earlier.HardFloor > 0 && later.HardFloor >= earlier.HardFloor;

    // Products of fractions of 64 bits: 128 bits cannot overflow.
    private static bool HasNoWiderBudget(YearlyRho later, YearlyRho earlier) =>
        (Int128)later.Numerator * earlier.Denominator <= (Int128)earlier.Numerator * later.Denominator;

    private static string Floor(SharingPolicy policy) => policy.HardFloor > 0 ? $"{policy.HardFloor}" : "none";

    private static string Words(YearlyRho rho) => rho.Denominator == 1 ? $"{rho.Numerator}" : $"{rho.Numerator}/{rho.Denominator}";
}
