namespace Broker.Sealing;

/// <summary>Why a plan of custodians is refused. A closed list.</summary>
public enum VaultPlanFailure
{
    /// <summary>It is a plan.</summary>
    None,

    /// <summary>Longer than 32 KiB.</summary>
    TooLarge,

    /// <summary>Not the lines of a plan.</summary>
    Malformed,

    /// <summary>No group, or more than 16.</summary>
    GroupCount,

    /// <summary>The groups needed are none, or more than there are.</summary>
    GroupsNeeded,

    /// <summary>A group's name is malformed or not its own.</summary>
    GroupName,

    /// <summary>A group has no custodian, or more than 16.</summary>
    MemberCount,

    /// <summary>A group's threshold is 0 or more than its custodians.</summary>
    Threshold,

    /// <summary>A custodian is not an age recipient.</summary>
    Recipient,

    /// <summary>One recipient has two shares.</summary>
    RepeatedRecipient,
}
