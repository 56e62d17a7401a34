namespace Broker.Cli;

// The answers of the gateway's API, member for member as the API page lists them.

internal sealed record EnrolAnswer(string Account, byte[] SealedSecret);

internal sealed record DepositLineAnswer(string Record, string Code, string Receipt);

internal sealed record DepositAnswer(IReadOnlyList<DepositLineAnswer> Deposits, bool Kept = false);

internal sealed record VaultGroupAnswer(string Name, int Threshold, int Members, IReadOnlyList<int> Given);

internal sealed record VaultAnswer(
    string State,
    string SiloKey,
    string Asking,
    int GroupsNeeded,
    IReadOnlyList<VaultGroupAnswer> Groups,
    long Generation,
    IReadOnlyList<string> Epochs,
    string InstalledEpoch,
    string Plan,
    long Inbox);

internal sealed record IssuedShareAnswer(string Custodian, byte[] Envelope);

internal sealed record IssuedAnswer(IReadOnlyList<IssuedShareAnswer> Shares);

internal sealed record EpochAnswer(string Text);

internal sealed record WithdrawAnswer(IReadOnlyList<string> Releases, long EntryIndex, bool Before);

internal sealed record RecordStatusAnswer(string Record, string State, IReadOnlyList<string> Releases);

internal sealed record StatusAnswer(IReadOnlyList<RecordStatusAnswer> Records);

internal sealed record DepositProofAnswer(string Record, string State, string Proof);

internal sealed record DepositProofsAnswer(IReadOnlyList<DepositProofAnswer> Proofs);

internal sealed record OpeningAnswer(string Tag, byte[] Content);

internal sealed record OpeningsAnswer(IReadOnlyList<OpeningAnswer> Openings);

internal sealed record BriefingAnswer(byte[] Json, byte[] Html, string Receipt, long EntryIndex, IReadOnlyList<string> Rules, string Revision);

internal sealed record ProposeAnswer(string Revision);

internal sealed record ApproveAnswer(int Approvals, bool Active, long EntryIndex);

internal sealed record RequestsAnswer(byte[] Lines, long? Next);

internal sealed record FactsAnswer(IReadOnlyList<EntryFactsAnswer> Entries, IReadOnlyList<long> Damaged, long? Next);

internal sealed record EntryFactsAnswer(long Index, byte[] Salt, byte[] Facts);

internal sealed record PoliciesAnswer(string Country, IReadOnlyList<PolicyAnswer> Revisions, IReadOnlyList<PendingPolicyAnswer> Pending);

internal sealed record PolicyAnswer(string Revision, string Replaces, long EntryIndex, IReadOnlyList<string> ActivatedBy);

internal sealed record PendingPolicyAnswer(string Revision, string ProposedBy, IReadOnlyList<string> SignedBy);

internal sealed record ConsentAnswer(long EntryIndex);

internal sealed record ConsentLineAnswer(string Revision, long Records, long EntryIndex, string? To = null, DateOnly? Given = null);

internal sealed record ConsentsAnswer(string InForce, IReadOnlyList<ConsentLineAnswer> Revisions);

internal sealed record RebuildLineAnswer(string Period, string Vintage, string Result);

internal sealed record RebuildAnswer(IReadOnlyList<RebuildLineAnswer> Periods);

internal sealed record AdvanceAnswer(DateTimeOffset Now, IReadOnlyList<string> Closed);

internal sealed record CalendarLineAnswer(string Period, DateOnly Start, DateOnly End, string Vintage, DateOnly? PublicFrom);

internal sealed record CalendarAnswer(string Country, IReadOnlyList<CalendarLineAnswer> Measured, string NextPeriod, DateOnly NextCutOff, string? NextFlash = null, DateOnly? NextFlashCutOff = null);

internal sealed record EmergencyAnswer(string Plan, long EntryIndex);

internal sealed record EmergencyPlanAnswer(string Plan, string FirstWeek, int Weeks, string Revision, string Proposer, long EntryIndex);

internal sealed record EmergencyPlansAnswer(string Country, IReadOnlyList<EmergencyPlanAnswer> Plans);

internal sealed record LogStatusAnswer(long Signed, long Published);

/// <summary>What of <c>/status</c> tells how far the log is published.</summary>
internal sealed record PublicationAnswer(LogStatusAnswer Log);

internal sealed record SiloStatusAnswer(
    string Origin,
    string Vault,
    IReadOnlyList<string> Warnings,
    DateTimeOffset CalendarNow,
    bool Simulated,
    IReadOnlyList<string> Countries);
