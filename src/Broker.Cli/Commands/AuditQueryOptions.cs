using System.CommandLine;
using System.Globalization;
using Broker.Briefings;

namespace Broker.Cli;

/// <summary>The options that say what an auditor looks for; all that are given must hold.</summary>
internal sealed class AuditQueryOptions
{
    private const string DayForm = "yyyy-MM-dd";
    private const int HashDigits = 64;

    private readonly Option<string> hash = Text("--hash", "SHA-256 of a leaf, an entry, a release or a briefing's file, 64 hexadecimal digits");
    private readonly Option<string> requester = Text("--requester", "Account of a requester, 16 hexadecimal digits");
    private readonly Option<string> onBehalf = Text("--for", "For whom a requester acts: `state LUX`, `organisation ngo-b`, or the code alone");
    private readonly Option<string> tier = Text("--tier", "Tier");
    private readonly Option<string> country = Text("--country", "ISO 3166-1 alpha-3 code").OnlyCountry();
    private readonly Option<string> from = Text("--from", "First day, as 2014-02-24");
    private readonly Option<string> to = Text("--to", "Last day, as 2014-02-24");
    private readonly Option<string> decision = Text("--decision", $"What became of it: {string.Join(", ", AuditDecision.All)}").AcceptOnlyFromAmong([.. AuditDecision.All]);
    private readonly Option<string> kind = Text("--kind", "Kind of entry, as release or policy-revision").AcceptOnlyFromAmong([.. LogEntryKinds.All.Select(LogEntryKinds.Word)]);
    private readonly Option<string> rule = Text("--rule", "Determining rule, as rule-2");
    private readonly Option<string> revision = Text("--revision", "Revision of the sharing policy, 64 hexadecimal digits");
    private readonly Option<string> receivedBy = Text("--received-by", "Everything that this account, state or organisation received");
    private readonly Option<string> whoReceived = Text("--who-received", "Everyone who received this release: its entry's index, its name as CAF/2014-01/final with or without /tier, or a briefing's hash");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { hash, requester, onBehalf, tier, country, from, to, decision, kind, rule, revision, receivedBy, whoReceived })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was asked for; a release is looked up in the index.</summary>
    public AuditQuery Read(ParseResult result, AuditIndex index) => new()
    {
        Hash = Hex(result, hash),
        Requester = result.GetValue(requester),
        For = result.GetValue(onBehalf),
        Tier = result.GetValue(tier),
        Country = result.GetValue(country),
        From = Day(result, from),
        To = Day(result, to),
        Decision = result.GetValue(decision),
        Kind = result.GetValue(kind),
        Rule = result.GetValue(rule),
        Revision = Hex(result, revision),
        ReceivedBy = result.GetValue(receivedBy),
        Releases = result.GetValue(whoReceived) is { } name ? AuditReleases.Find(index.Rows(), name) : null,
    };

    private static Option<string> Text(string name, string description) => CommonOptions.Text(name, description, required: false);

    private static string? Hex(ParseResult result, Option<string> option) =>
        result.GetValue(option) is not { } text ? null
        : text.Length == HashDigits && text.All(char.IsAsciiHexDigit) ? text.ToLowerInvariant()
        : throw new CommandFailure($"{option.Name} needs 64 hexadecimal digits");

    private static string? Day(ParseResult result, Option<string> option) =>
        result.GetValue(option) is not { } text ? null
        : DateOnly.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? text
        : throw new CommandFailure($"{option.Name} is a day as 2014-02-24");
}
