namespace Broker.Policy.Proof;

/// <summary>
/// Gathers the requests that two revisions decide differently into groups. Rules are compared by what they say to the requester and not by
/// their ids, which move when a rule is put before them.
/// </summary>
internal sealed class DecisionChanges(SharingPolicy earlier, SharingPolicy later)
{
    // Decisions are kept by the evaluator and so mostly the same objects; beyond so many pairs they are worked out anew.
    private const int KeptPairs = 100_000;

    private readonly Dictionary<string, string> _earlierWords = Words(earlier);
    private readonly Dictionary<string, string> _laterWords = Words(later);
    private readonly Dictionary<(string Tier, Decision Earlier, Decision Later), Group?> _pairs = [];
    private readonly OrderedDictionary<string, Group> _groups = new(StringComparer.Ordinal);

    internal void Add(PolicyRequest request, Decision then, Decision now)
    {
        var pair = (request.Tier, then, now);
        if (!_pairs.TryGetValue(pair, out Group? group))
        {
            group = GroupOf(request, then, now);
            if (_pairs.Count < KeptPairs)
            {
                _pairs.Add(pair, group);
            }
        }

        if (group is not null)
        {
            group.Classes++;
        }
    }

    internal DecisionChange[] InOrder() =>
        [.. _groups.Values
            .Select(group => new DecisionChange(group.Kind, group.Request, group.Then, group.Now, group.Classes))
            .OrderBy(change => change.Kind)];

    private Group? GroupOf(PolicyRequest request, Decision then, Decision now)
    {
        string was = Reason(then, _earlierWords), becomes = Reason(now, _laterWords);
        if (was == becomes)
        {
            return null;
        }

        string key = $"{request.Tier}\n{was}\n\n{becomes}";
        if (!_groups.TryGetValue(key, out Group? group))
        {
            DecisionChangeKind kind = then.Permitted == now.Permitted ? DecisionChangeKind.OtherReason
                : now.Permitted ? DecisionChangeKind.RefuseToPermit : DecisionChangeKind.PermitToRefuse;
            _groups.Add(key, group = new Group(kind, request, then, now));
        }

        return group;
    }

    private static string Reason(Decision decision, Dictionary<string, string> words) =>
        $"{decision.Permitted}\n{decision.Kind}\n" + string.Join('\n', decision.DeterminingRules.Select(id => words.GetValueOrDefault(id, id)).Distinct().Order(StringComparer.Ordinal));

    private static Dictionary<string, string> Words(SharingPolicy policy) =>
        policy.Rules.ToDictionary(rule => rule.Id, rule => $"{rule.IsForbid} {rule.Condition?.Kind} {rule.Because}", StringComparer.Ordinal);

    private sealed class Group(DecisionChangeKind kind, PolicyRequest request, Decision then, Decision now)
    {
        internal DecisionChangeKind Kind => kind;

        internal PolicyRequest Request => request;

        internal Decision Then => then;

        internal Decision Now => now;

        internal long Classes { get; set; }
    }
}
