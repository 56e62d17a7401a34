using System.Globalization;
using System.Text.Json;
using Broker.Policy;

namespace Broker.Bench.Policies;

/// <summary>A policy and requests as bench/peers/peers.mjs reads them: days are numbers, yyyymmdd.</summary>
internal static class PeerFile
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    internal static byte[] Write(SharingPolicy policy, PolicyRequest[] requests) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            ReviewBy = Day(policy.ReviewBy),
            Tiers = policy.Tiers.Select(tier => new { tier.Name, Audience = Audience(policy.Audiences[tier.Audience]) }),
            Rules = policy.Rules.Select(rule => new
            {
                rule.Id,
                Forbid = rule.IsForbid,
                rule.Tiers,
                rule.Purposes,
                Condition = rule.Condition is { } condition ? new { Kind = condition.Kind.ToString(), condition.Values } : null,
            }),
            Conflicts = policy.Conflicts.Select(conflict => new { conflict.States, conflict.Actors, Since = Day(conflict.Since) }),
            Requests = requests.Select(request => new
            {
                request.Requester.State,
                request.Requester.Organisation,
                request.Requester.Role,
                request.Requester.Actors,
                request.Tier,
                request.Purpose,
                Day = Day(request.On),
            }),
        },
        CamelCase);

    private static object Audience(PolicyAudience audience) => new
    {
        audience.Anyone,
        States = audience.States.Select(member => new
        {
            member.State,
            First = member.First == DateOnly.MinValue ? 0 : Day(member.First),
            Last = Day(member.Last),
        }),
        audience.Organisations,
        audience.Role,
    };

    private static int Day(DateOnly day) => int.Parse(day.ToString("yyyyMMdd", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
