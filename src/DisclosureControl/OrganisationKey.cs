namespace Broker.DisclosureControl;

/// <summary>A depositing organisation, as its 64-bit account id.</summary>
public readonly record struct OrganisationKey(ulong Value) : IComparable<OrganisationKey>
{
    /// <inheritdoc />
    public int CompareTo(OrganisationKey other) => Value.CompareTo(other.Value);

    /// <summary>Less, as numbers.</summary>
    public static bool operator <(OrganisationKey left, OrganisationKey right) => left.Value < right.Value;

    /// <summary>Greater, as numbers.</summary>
    public static bool operator >(OrganisationKey left, OrganisationKey right) => left.Value > right.Value;

    /// <summary>Not greater, as numbers.</summary>
    public static bool operator <=(OrganisationKey left, OrganisationKey right) => left.Value <= right.Value;

    /// <summary>Not less, as numbers.</summary>
    public static bool operator >=(OrganisationKey left, OrganisationKey right) => left.Value >= right.Value;
}
