using System.Text.Json.Serialization;

namespace Broker.Gateway.Api;

internal sealed record EnrolAnswer(string Account, byte[] SealedSecret);

/// <param name="Deposits">What became of each package; empty when the batch was kept.</param>
/// <param name="Kept">There, and true, only when the sealed vault's inbox keeps the batch.</param>
internal sealed record DepositAnswer(
    IReadOnlyList<DepositAnswerLine> Deposits, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Kept = false);

internal sealed record DepositAnswerLine(string Record, string Code, string Receipt);

internal sealed record WithdrawAnswer(IReadOnlyList<string> Releases, long EntryIndex, bool Before);

internal sealed record RecordsAnswer(IReadOnlyList<RecordAnswerLine> Records);

internal sealed record RecordAnswerLine(string Record, string State, IReadOnlyList<string> Releases);

internal sealed record DepositProofsAnswer(IReadOnlyList<DepositProofAnswerLine> Proofs);

/// <param name="State"><c>proved</c>, <c>open</c>, <c>later</c>, <c>none</c> or <c>damaged</c>.</param>
/// <param name="Proof">The tlog-proof file; empty unless proved.</param>
internal sealed record DepositProofAnswerLine(string Record, string State, string Proof);

internal sealed record OpeningsAnswer(IReadOnlyList<OpeningAnswerLine> Openings);

internal sealed record OpeningAnswerLine(string Tag, byte[] Content);

/// <param name="Rules">What permitted it in the sharing policy.</param>
/// <param name="Revision">The revision that decided.</param>
internal sealed record BriefingAnswer(byte[] Json, byte[] Html, string Receipt, long EntryIndex, IReadOnlyList<string> Rules, string Revision);

internal sealed record ProposeAnswer(string Revision);

/// <param name="EntryIndex">-1 while the revision is not in force.</param>
internal sealed record ApproveAnswer(int Approvals, bool Active, long EntryIndex);

/// <param name="Lines">Lines of <c>request-log/1</c>, in base64.</param>
/// <param name="Next">The entry to go on from; null when nothing further was logged.</param>
internal sealed record RequestsAnswer(byte[] Lines, long? Next);

/// <param name="Damaged">Entries whose facts are damaged in the broker's store and not given.</param>
/// <param name="Next">The entry to go on from; null when no later one is published.</param>
internal sealed record FactsAnswer(IReadOnlyList<FactsAnswerLine> Entries, IReadOnlyList<long> Damaged, long? Next);

/// <param name="Salt">32 bytes, in base64.</param>
/// <param name="Facts">The facts' text, in base64.</param>
internal sealed record FactsAnswerLine(long Index, byte[] Salt, byte[] Facts);

/// <param name="Revisions">Oldest first; the last one is in force.</param>
internal sealed record PoliciesAnswer(string Country, IReadOnlyList<PolicyAnswerLine> Revisions, IReadOnlyList<PendingPolicyAnswerLine> Pending);

internal sealed record PolicyAnswerLine(string Revision, string Replaces, long EntryIndex, IReadOnlyList<string> ActivatedBy);

internal sealed record PendingPolicyAnswerLine(string Revision, string ProposedBy, IReadOnlyList<string> SignedBy);

/// <param name="EntryIndex">-1 where nothing was ever agreed to.</param>
internal sealed record ConsentAnswer(long EntryIndex);

internal sealed record ConsentsAnswer(string InForce, IReadOnlyList<ConsentAnswerLine> Revisions);

/// <param name="To">The revision that the records are treated as deposited under; left out when no consent stands.</param>
/// <param name="EntryIndex">Entry of the last consent or revocation; -1 where there is none.</param>
/// <param name="Given">Its day; left out where there is none.</param>
internal sealed record ConsentAnswerLine(
    string Revision,
    long Records,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? To,
    long EntryIndex,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateOnly? Given);

internal sealed record RebuildAnswer(IReadOnlyList<RebuildAnswerLine> Periods);

/// <param name="Result"><c>equal</c> or <c>differs</c>.</param>
internal sealed record RebuildAnswerLine(string Period, string Vintage, string Result);

internal sealed record AdvanceAnswer(string Now, IReadOnlyList<string> Closed);

internal sealed record StatusAnswer(
    string Origin, string Vault, IReadOnlyList<string> Warnings, string CalendarNow, bool Simulated, IReadOnlyList<string> Countries, LogAnswer Log);

/// <param name="Signed">Entries under the newest signed checkpoint.</param>
/// <param name="Published">Entries that readers see, and the most that anything that left is among.</param>
/// <param name="WaitingSince">Left out while nothing waits.</param>
internal sealed record LogAnswer(
    long Signed,
    long Published,
    string Quorum,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? WaitingSince,
    IReadOnlyList<WitnessAnswer> Witnesses);

/// <param name="State"><c>current</c>, <c>waiting</c>, <c>silent</c>, <c>refuses</c> or <c>ahead</c>.</param>
/// <param name="Cosigned">Entries under the last checkpoint that it cosigned.</param>
/// <param name="LastAnswer">Left out until it answers.</param>
internal sealed record WitnessAnswer(
    string Name, string State, long Cosigned, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? LastAnswer);

/// <param name="NextFlash">The week whose flash comes next; left out, with its cut-off, when none does.</param>
internal sealed record CalendarAnswer(
    string Country,
    IReadOnlyList<CalendarAnswerLine> Measured,
    string NextPeriod,
    DateOnly NextCutOff,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextFlash,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateOnly? NextFlashCutOff);

/// <param name="PublicFrom">Null for what is never for everyone.</param>
internal sealed record CalendarAnswerLine(string Period, DateOnly Start, DateOnly End, string Vintage, DateOnly? PublicFrom);

internal sealed record EmergencyAnswer(string Plan, long EntryIndex);

internal sealed record EmergencyPlansAnswer(string Country, IReadOnlyList<EmergencyPlanAnswerLine> Plans);

/// <param name="EntryIndex">-1 while no auditor has signed.</param>
internal sealed record EmergencyPlanAnswerLine(string Plan, string FirstWeek, int Weeks, string Revision, string Proposer, long EntryIndex);

/// <param name="SiloKey">64 hexadecimal digits; the reader makes the fingerprint.</param>
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

internal sealed record VaultGroupAnswer(string Name, int Threshold, int Members, IReadOnlyList<int> Given);

internal sealed record IssuedAnswer(IReadOnlyList<IssuedAnswerLine> Shares);

internal sealed record IssuedAnswerLine(string Custodian, byte[] Envelope);

internal sealed record EpochAnswer(string Text);

/// <summary>The writers of all answers, generated at build time: camelCase, byte arrays in base64.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EnrolAnswer))]
[JsonSerializable(typeof(DepositAnswer))]
[JsonSerializable(typeof(WithdrawAnswer))]
[JsonSerializable(typeof(RecordsAnswer))]
[JsonSerializable(typeof(DepositProofsAnswer))]
[JsonSerializable(typeof(OpeningsAnswer))]
[JsonSerializable(typeof(BriefingAnswer))]
[JsonSerializable(typeof(ProposeAnswer))]
[JsonSerializable(typeof(ApproveAnswer))]
[JsonSerializable(typeof(PoliciesAnswer))]
[JsonSerializable(typeof(RequestsAnswer))]
[JsonSerializable(typeof(FactsAnswer))]
[JsonSerializable(typeof(ConsentAnswer))]
[JsonSerializable(typeof(ConsentsAnswer))]
[JsonSerializable(typeof(RebuildAnswer))]
[JsonSerializable(typeof(AdvanceAnswer))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(CalendarAnswer))]
[JsonSerializable(typeof(EmergencyAnswer))]
[JsonSerializable(typeof(EmergencyPlansAnswer))]
[JsonSerializable(typeof(VaultAnswer))]
[JsonSerializable(typeof(IssuedAnswer))]
[JsonSerializable(typeof(EpochAnswer))]
internal sealed partial class AnswerJson : JsonSerializerContext;
