using System.Text.Json.Serialization;

namespace Broker.Gateway.Api;

internal sealed record EnrolAnswer(string Account, byte[] SealedSecret);

internal sealed record DepositAnswer(IReadOnlyList<DepositAnswerLine> Deposits);

internal sealed record DepositAnswerLine(string Record, string Code, string Receipt);

internal sealed record WithdrawAnswer(IReadOnlyList<string> Releases, long EntryIndex);

internal sealed record RecordsAnswer(IReadOnlyList<RecordAnswerLine> Records);

internal sealed record RecordAnswerLine(string Record, string State, IReadOnlyList<string> Releases);

internal sealed record OpeningsAnswer(IReadOnlyList<OpeningAnswerLine> Openings);

internal sealed record OpeningAnswerLine(string Tag, byte[] Content);

internal sealed record BriefingAnswer(byte[] Json, byte[] Html, string Receipt, long EntryIndex);

internal sealed record ProposeAnswer(string Revision);

internal sealed record ApproveAnswer(int Approvals, bool Active);

internal sealed record AdvanceAnswer(string Now, IReadOnlyList<string> Closed);

internal sealed record StatusAnswer(
    string Origin, string Vault, IReadOnlyList<string> Warnings, string CalendarNow, bool Simulated, IReadOnlyList<string> Countries);

internal sealed record CalendarAnswer(string Country, IReadOnlyList<CalendarAnswerLine> Measured, string NextPeriod, DateOnly NextCutOff);

internal sealed record CalendarAnswerLine(string Period, DateOnly Start, DateOnly End, string Vintage, DateOnly PublicFrom);

/// <summary>The writers of all answers, generated at build time: camelCase, byte arrays in base64.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EnrolAnswer))]
[JsonSerializable(typeof(DepositAnswer))]
[JsonSerializable(typeof(WithdrawAnswer))]
[JsonSerializable(typeof(RecordsAnswer))]
[JsonSerializable(typeof(OpeningsAnswer))]
[JsonSerializable(typeof(BriefingAnswer))]
[JsonSerializable(typeof(ProposeAnswer))]
[JsonSerializable(typeof(ApproveAnswer))]
[JsonSerializable(typeof(AdvanceAnswer))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(CalendarAnswer))]
internal sealed partial class AnswerJson : JsonSerializerContext;
