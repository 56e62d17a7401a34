namespace Broker.Sealing;

/// <summary>The kinds of <see cref="SharePurpose"/>. A closed list.</summary>
public enum SharePurposeKind
{
    /// <summary>No purpose: the default value, for which no share can be sealed.</summary>
    None,

    /// <summary>To open the vault.</summary>
    Unseal,

    /// <summary>A quorum of today's custodians agrees to a plan.</summary>
    Rekey,

    /// <summary>A quorum of a plan's custodians shows that the new shares work.</summary>
    Confirm,
}
