using System.Globalization;
using Broker.Briefings;

namespace Broker.Cli;

/// <summary>What an entry of the log says, in one sentence without more than anyone may read in it.</summary>
internal static class EntrySentence
{
    public static string Of(LogEntry entry) => entry switch
    {
        ReleaseEntry release => string.Create(
            CultureInfo.InvariantCulture,
            $"figures of a period were released to a tier; in its {release.Slots.Count} slots the depositors whose records entered find themselves, the others are dummies"),
        PolicyRevisionEntry => $"a sharing policy came into force, by two officers: {Lines(entry, 3)}",
        VaultEventEntry or KeyRingEntry or EpochKeyEntry => $"the vault's keys: {Lines(entry, 2)}",
        DepositRootEntry root => $"the deposits of {root.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} are all under one root; how many there were is not in it",
        EmergencyPlanEntry => $"an officer and an auditor put an emergency plan in force: {Lines(entry, 3)}",
        _ => entry.Kind switch
        {
            LogEntryKind.Refusal => "a request for a briefing was refused; who asked for what is behind the head",
            LogEntryKind.Briefing => "a briefing was delivered; who received what is behind the head",
            LogEntryKind.Withdrawal => "a depositor withdrew a record; which is behind the head",
            LogEntryKind.Enrolment => "a member was enrolled; who is behind the head",
            LogEntryKind.Consent => "a depositor signed or took back a consent; which is behind the head",
            _ => "an entry of its kind",
        },
    };

    // The first of the entry's own lines, which its reader has found well-formed.
    private static string Lines(LogEntry entry, int count) => string.Join(", ", System.Text.Encoding.ASCII.GetString(entry.Encode()).Split('\n').Skip(1).Take(count));
}
