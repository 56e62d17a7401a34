namespace Broker.Policy;

/// <summary>The floors under every policy. They stand in code, so that no policy can go under them.</summary>
public static class PolicyFloors
{
    /// <summary>Fewest sources behind a shown number, in any tier.</summary>
    public const int Sources = 3;

    /// <summary>Fewest organisations behind a shown area, in any tier.</summary>
    public const int Organisations = 2;

    /// <summary>Largest yearly rho of a source.</summary>
    public const int YearlyRho = 2;

    /// <summary>
    /// What the dearest four-week final costs a source (docs/specs/disclosure-control.md, "Defaults"): under a policy
    /// whose year allows less, nobody would ever be counted.
    /// </summary>
    public static YearlyRho DearestFinal { get; } = new(9, 64);

    /// <summary>Largest number of sources that one organisation may add to a cell.</summary>
    public const int OrganisationCap = 100;

    /// <summary>Fewest members of each group in a custody quorum.</summary>
    public const int CustodySeats = 1;
}
