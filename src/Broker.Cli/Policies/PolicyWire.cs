using System.Globalization;
using Broker.Policy;

namespace Broker.Cli;

/// <summary>What several JSON documents of the policy tools have in common.</summary>
internal static class PolicyWire
{
    public static object Of(PolicyDiagnostic finding) => new
    {
        file = finding.File,
        line = finding.Line,
        column = finding.Column,
        severity = finding.IsError ? "error" : "warning",
        code = finding.Code,
        message = finding.Message,
    };

    public static object[] Of(IEnumerable<PolicyDiagnostic> findings) => [.. findings.Select(Of)];

    public static object Of(PolicyRequest request) => new
    {
        state = request.Requester.State,
        organisation = request.Requester.Organisation,
        role = request.Requester.Role,
        actors = request.Requester.Actors,
        tier = request.Tier,
        purpose = request.Purpose,
        on = Day(request.On),
    };

    public static object Of(Decision decision) => new
    {
        permitted = decision.Permitted,
        kind = DecisionKinds.Code(decision.Kind),
        rules = decision.DeterminingRules,
        nearMisses = decision.NearMisses,
        missingFacts = decision.MissingFacts,
        sentence = decision.Sentence,
    };

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A finding as a line: its place, its words and its code.</summary>
    public static string Line(PolicyDiagnostic finding) => finding.IsError
        ? $"{finding} [{finding.Code}]"
        : string.Create(CultureInfo.InvariantCulture, $"{finding.File}:{finding.Line}:{finding.Column}: warning: {finding.Message} [{finding.Code}]");

    /// <summary>A count and its noun.</summary>
    public static string Count(long count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");
}
