namespace Orleans;

/// <summary>Why an activation ends.</summary>
public readonly struct DeactivationReason(DeactivationReasonCode code, string text) : IEquatable<DeactivationReason>
{
    public DeactivationReasonCode ReasonCode { get; } = code;

    public string Description { get; } = text;

    public bool Equals(DeactivationReason other) => ReasonCode == other.ReasonCode && Description == other.Description;

    public override bool Equals(object? obj) => obj is DeactivationReason other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(ReasonCode, Description);

    public static bool operator ==(DeactivationReason left, DeactivationReason right) => left.Equals(right);

    public static bool operator !=(DeactivationReason left, DeactivationReason right) => !left.Equals(right);

    public override string ToString() => $"{ReasonCode}: {Description}";
}
