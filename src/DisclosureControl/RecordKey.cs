namespace Broker.DisclosureControl;

/// <summary>A record inside a <see cref="CellBook"/>: 128 bits that no other record of its source has.</summary>
public readonly record struct RecordKey(UInt128 Value) : IComparable<RecordKey>
{
    /// <summary>The kind of thing that it is, and nothing of its value: messages of exceptions and logs print keys.</summary>
    public override string ToString() => "record";

    /// <inheritdoc />
    public int CompareTo(RecordKey other) => Value.CompareTo(other.Value);

    /// <summary>Less, as numbers.</summary>
    public static bool operator <(RecordKey left, RecordKey right) => left.Value < right.Value;

    /// <summary>Greater, as numbers.</summary>
    public static bool operator >(RecordKey left, RecordKey right) => left.Value > right.Value;

    /// <summary>Not greater, as numbers.</summary>
    public static bool operator <=(RecordKey left, RecordKey right) => left.Value <= right.Value;

    /// <summary>Not less, as numbers.</summary>
    public static bool operator >=(RecordKey left, RecordKey right) => left.Value >= right.Value;
}
