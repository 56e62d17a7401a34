namespace Broker.Policy;

/// <summary>A sharing policy that passed every check of <see cref="SharingPolicyReader"/>; only the reader makes one.</summary>
public sealed class SharingPolicy
{
    internal SharingPolicy()
    {
    }

    /// <summary>The policy's name.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the file's bytes, 64 lower-case hex digits.</summary>
    public required string Revision { get; init; }

    /// <summary>The country that the policy is for, ISO 3166-1 alpha-3.</summary>
    public required string Country { get; init; }

    /// <summary>Last day on which the policy permits anything.</summary>
    public required DateOnly ReviewBy { get; init; }

    /// <summary>What TLP:GREEN means under this policy.</summary>
    public required string Community { get; init; }

    /// <summary>The purposes and what each means, in the file's order.</summary>
    public required IReadOnlyDictionary<string, string> Purposes { get; init; }

    /// <summary>The audiences by name.</summary>
    public required IReadOnlyDictionary<string, PolicyAudience> Audiences { get; init; }

    /// <summary>The declared conflicts.</summary>
    public required IReadOnlyList<PolicyConflict> Conflicts { get; init; }

    /// <summary>The tiers, the most open first.</summary>
    public required IReadOnlyList<PolicyTier> Tiers { get; init; }

    /// <summary>Most sources that one organisation adds to a cell.</summary>
    public required int OrganisationCap { get; init; }

    /// <summary>What one source may cost a year, over everything that leaves.</summary>
    public required YearlyRho YearlyRho { get; init; }

    /// <summary>
    /// k of the shifted hard floor: no number leaves behind which fewer sources of one stratum stand; at least each tier's threshold of
    /// sources. 0, the default, for none.
    /// </summary>
    public int HardFloor { get; init; }

    /// <summary>The rules, in the file's order.</summary>
    public required IReadOnlyList<PolicyRule> Rules { get; init; }

    /// <summary>Who must agree before custody of an open source is given; null: it is never opened.</summary>
    public required CustodyQuorum? Custody { get; init; }

    /// <summary>Whom and what each tier's releases reach, in the order of <see cref="Tiers"/>.</summary>
    internal IReadOnlyList<TierReach> Reaches => field ??= [.. Tiers.Select(tier => new TierReach(this, tier))];

    /// <summary>Whether the policy is past its review date and so permits nothing.</summary>
    public bool IsLapsed(DateOnly on) => on > ReviewBy;

    /// <summary>Index of a tier in <see cref="Tiers"/>, or -1.</summary>
    public int IndexOfTier(string name)
    {
        for (int i = 0; i < Tiers.Count; i++)
        {
            if (Tiers[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }
}
