namespace Broker.DisclosureControl;

/// <summary>A source pseudonym as the vault keyed it: 128 bits of HMAC(ledger key, country | organisation's tag).</summary>
public readonly record struct SourceKey(UInt128 Value) : IComparable<SourceKey>
{
    /// <summary>The kind of thing that it is, and nothing of its value: messages of exceptions and logs print keys.</summary>
    public override string ToString() => "source";

    /// <inheritdoc />
    public int CompareTo(SourceKey other) => Value.CompareTo(other.Value);

    /// <summary>Less, as numbers.</summary>
    public static bool operator <(SourceKey left, SourceKey right) => left.Value < right.Value;

    /// <summary>Greater, as numbers.</summary>
    public static bool operator >(SourceKey left, SourceKey right) => left.Value > right.Value;

    /// <summary>Not greater, as numbers.</summary>
    public static bool operator <=(SourceKey left, SourceKey right) => left.Value <= right.Value;

    /// <summary>Not less, as numbers.</summary>
    public static bool operator >=(SourceKey left, SourceKey right) => left.Value >= right.Value;
}
