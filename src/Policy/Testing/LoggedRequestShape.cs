using System.Globalization;

namespace Broker.Policy.Testing;

/// <summary>Whether each field of a logged request is of its form; the code of the first that is not.</summary>
internal static class LoggedRequestShape
{
    private const int RevisionDigits = 64;
    private const string RulePrefix = "rule-";
    private const string AudiencePrefix = "audience-";

    internal static string? FaultOf(LoggedRequest request) =>
        request.Entry < 0 ? "log-entry"
        : request.State is not null && !PolicyVocabulary.IsState(request.State) ? "log-state"
        : request.Organisation is not null && !PolicyVocabulary.IsName(request.Organisation) ? "log-organisation"
        : request.Role is not null && !PolicyVocabulary.IsName(request.Role) ? "log-role"
        : !AreActors(request.Actors) ? "log-actors"
        : !PolicyVocabulary.IsName(request.Tier) ? "log-tier"
        : !PolicyVocabulary.IsName(request.Purpose) ? "log-purpose"
        : !PolicyVocabulary.IsState(request.Country) ? "log-country"
        : !IsRevision(request.Revision) ? "log-revision"
        : request.Rule is not null && !IsRule(request.Rule) ? "log-rule"
        : null;

    // One order and no doubles, so that a requester's actors have one encoding.
    private static bool AreActors(IReadOnlyList<string> actors) =>
        actors.Count <= RequestLog.MostActors
        && actors.All(PolicyVocabulary.IsName)
        && actors.Skip(1).Zip(actors, (next, actor) => string.CompareOrdinal(actor, next) < 0).All(inOrder => inOrder);

    private static bool IsRevision(string revision) =>
        revision.Length == RevisionDigits && revision.All(digit => char.IsAsciiDigit(digit) || digit is >= 'a' and <= 'f');

    private static bool IsRule(string rule) =>
        rule.StartsWith(AudiencePrefix, StringComparison.Ordinal)
            ? PolicyVocabulary.IsName(rule[AudiencePrefix.Length..])
            : rule.StartsWith(RulePrefix, StringComparison.Ordinal) && IsRuleNumber(rule[RulePrefix.Length..]);

    private static bool IsRuleNumber(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number is > 0 and <= PolicyLimits.Rules
        && digits[0] != '0';
}
