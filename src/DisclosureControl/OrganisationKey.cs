namespace Broker.DisclosureControl;

/// <summary>A depositing organisation, as its 64-bit account id.</summary>
public readonly record struct OrganisationKey(ulong Value) : IComparable<OrganisationKey>
{
    /// <summary>The kind of thing that it is, and nothing of its value: messages of exceptions and logs print keys.</summary>
    public override string ToString() => "organisation";

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
