using System.Globalization;
using Broker.Policy;
using Broker.Policy.Proof;
using Broker.Policy.Testing;

namespace Broker.Cli;

/// <summary><c>policy-replay/1</c>: which logged requests would be answered otherwise.</summary>
internal static class ReplayReport
{
    public static PolicyReport Of(string file, string log, string? against, SharingPolicy policy, PolicyReplay replay)
    {
        var document = new
        {
            kind = "policy-replay/1",
            file,
            against,
            requests = log,
            policy = policy.Name,
            revision = policy.Revision,
            replayed = replay.Replayed,
            changed = replay.Changed,
            elsewhere = replay.Elsewhere,
            changes = replay.Changes.Select(change => new
            {
                count = change.Count,
                entries = change.Entries,
                request = PolicyWire.Of(change.Request),
                then = new { permitted = change.WasPermitted, words = change.Then },
                now = PolicyWire.Of(change.Now),
            }),
        };
        return new PolicyReport([.. Lines(replay, policy)], document, new JunitSuite($"policy replay {file}", Cases(replay)), replay.Changed == 0 ? ExitCodes.Ok : ExitCodes.No);
    }

    private static IEnumerable<string> Lines(PolicyReplay replay, SharingPolicy policy)
    {
        foreach (var change in replay.Changes)
        {
            yield return $"{PolicyWire.Count(change.Count, "request", "requests")} as {RequestWords.Of(change.Request)} ({Entries(change)})";
            yield return $"  then: {change.Then}";
            yield return $"  now: {change.Now.Sentence}";
        }

        if (replay.Elsewhere > 0)
        {
            yield return $"{PolicyWire.Count(replay.Elsewhere, "request is", "requests are")} not about {policy.Country} and left out";
        }

        yield return string.Create(CultureInfo.InvariantCulture, $"{replay.Changed:N0} of {replay.Replayed:N0} would change");
    }

    private static string Entries(ReplayChange change)
    {
        var named = string.Join(", ", change.Entries.Select(entry => entry.ToString(CultureInfo.InvariantCulture)));
        return $"{(change.Count == 1 ? "entry" : "entries")} {named}{(change.Count > change.Entries.Count ? " and others" : string.Empty)}";
    }

    private static JunitCase[] Cases(PolicyReplay replay)
    {
        JunitCase[] changed = [.. replay.Changes.Select(change => new JunitCase(
            "requests",
            $"{RequestWords.Of(change.Request)} ({Entries(change)})",
            change.WasPermitted ? "permit-to-refuse" : "refuse-to-permit",
            $"{PolicyWire.Count(change.Count, "request", "requests")}; then: {change.Then} now: {change.Now.Sentence}"))];
        return [.. changed, new JunitCase("requests", string.Create(CultureInfo.InvariantCulture, $"{replay.Replayed - replay.Changed:N0} of {replay.Replayed:N0} are answered as before"))];
    }
}
