namespace Broker.Briefings;

/// <summary>The closed list of what the disclosure log records.</summary>
public enum LogEntryKind
{
    Release,
    Refusal,
    Briefing,
    Withdrawal,
    PolicyRevision,
    VaultEvent,
    KeyRing,
    EpochKey,
    DepositRoot,
    Enrolment,
    EmergencyPlan,
    Consent,
}
