namespace Broker.Briefings;

/// <summary>The words of <see cref="LogEntryKind"/> as entries carry them.</summary>
public static class LogEntryKinds
{
    /// <summary>Every kind.</summary>
    public static IReadOnlyList<LogEntryKind> All { get; } = Enum.GetValues<LogEntryKind>();

    /// <summary>The word between origin and version in an entry's first line.</summary>
    public static string Word(LogEntryKind kind) => kind switch
    {
        LogEntryKind.Release => "release",
        LogEntryKind.Refusal => "refusal",
        LogEntryKind.Briefing => "briefing",
        LogEntryKind.Withdrawal => "withdrawal",
        LogEntryKind.PolicyRevision => "policy-revision",
        LogEntryKind.VaultEvent => "vault-event",
        LogEntryKind.KeyRing => "key-ring",
        LogEntryKind.EpochKey => "epoch-key",
        LogEntryKind.DepositRoot => "deposit-root",
        LogEntryKind.Enrolment => "enrolment",
        LogEntryKind.EmergencyPlan => "emergency-plan",
        LogEntryKind.Consent => "consent",
        _ => throw Fault.Malformed(nameof(kind), "a kind of the registry"),
    };
}
