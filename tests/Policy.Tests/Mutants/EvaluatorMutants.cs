namespace Broker.Policy.Tests.Mutants;

/// <summary>Mutants of the compiled evaluator and of its words.</summary>
internal static class EvaluatorMutants
{
    private const string Policy = "CompiledPolicy";
    private const string Forbid = "CompiledForbid";
    private const string Tier = "CompiledTier";
    private const string Names = "CompiledNames";
    private const string Shape = "RequestShape";
    private const string Writer = "DecisionWriter";

    internal static IReadOnlyList<SourceMutant> All { get; } = [.. OfPolicy(), .. OfForbid(), .. OfTier(), .. OfNames(), .. OfShape(), .. OfWriter()];

    private static SourceMutant[] OfPolicy() =>
    [
        new(Policy, "_policy.IsLapsed(request.On)", "request.On == DateOnly.MinValue", "never lapses"),
        new(Policy, "_policy.IsLapsed(request.On)", "_policy.IsLapsed(request.On.AddDays(1))", "lapses a day early"),
        new(Policy, "_policy.IsLapsed(request.On)", "_policy.IsLapsed(request.On) && tier >= 0", "an unknown tier is told apart after the review date"),
        new(Policy, "if (tier < 0)", "if (tier < -1)", "an unknown tier is looked up"),
        new(Policy, "_tiers[tier].IsPublic", "_tiers[tier].IsPublic && purpose >= 0", "the public tier is for declared purposes only"),
        new(Policy, "_tiers[tier].IsPublic", "_tiers[0].IsPublic", "every tier is public where the first one is"),
        new(Policy, "if (forbidding != 0)", "if (forbidding != 0 && naming == 0)", "a permit beats a forbid"),
        new(Policy, "if (forbidding != 0)", "if (forbidding != 0 && purpose >= 0)", "an undeclared purpose escapes a forbid"),
        new(Policy, "if (forbidding != 0)", "if (forbidding != 0 && inAudience)", "a forbid speaks to the audience only"),
        new(Policy, "inAudience ? naming : 0", "naming", "a forbid's near misses are told to outsiders"),
        new(Policy, "if (purpose < 0)", "if (purpose < 0 && inAudience)", "an outsider's undeclared purpose is not told"),
        new(Policy, "inAudience ? asked.Permits : 0", "asked.Permits", "an undeclared purpose's near misses are told to outsiders"),
        new(Policy, "if (!inAudience)", "if (!inAudience && naming == 0)", "the audience is not looked at where a rule permits"),
        new(Policy, "asked.Has(request.Requester, request.On)", "true", "everybody is in each audience"),
        new(Policy, "Near = naming, Missing", "Near = 0, Missing", "an outsider has no near misses"),
        new(Policy, "asked.MissingFrom(request.Requester)", "RequesterFacts.None", "nothing is ever missing"),
        new(Policy, "return naming != 0", "return asked.Permits != 0", "a permit for another purpose permits"),
        new(Policy, "return naming != 0", "return true", "what no rule permits is permitted"),
        new(Policy, "asked.PermitsFor(purpose)", "asked.Permits", "a permit is for every purpose"),
        new(Policy, "asked.Permits | PermitsElsewhere(request, purpose)", "asked.Permits", "no near miss of another tier"),
        new(Policy, "asked.Permits | PermitsElsewhere(request, purpose)", "PermitsElsewhere(request, purpose)", "no near miss of another purpose"),
        new(Policy, "forbidding |=", "forbidding =", "only the last forbid counts"),
        new(Policy, "elsewhere |=", "elsewhere =", "only the last tier is looked at for near misses"),
        new(Policy, "tier.Has(request.Requester, request.On)", "tier is not null", "near misses of tiers that are closed to the requester"),
        new(Policy, "KeyOf(request);", "KeyOf(request) with { Near = 0 };", "near misses are lost"),
        new(Policy, "KeyOf(request);", "KeyOf(request) with { Missing = RequesterFacts.None };", "missing facts are lost"),
        new(Policy, ".Where(r => r.Item.IsForbid)", ".Where(r => r.Item.IsForbid && r.Item.Purposes.Count == 0)", "forbids of a purpose are forgotten"),
        new(Policy, ".Where(r => r.Item.IsForbid)", ".Where(r => r.Item.IsForbid && r.Index < 32)", "forbids past the 32nd rule are forgotten"),
        new(Policy, "_kept.Count < KeptDecisions", "_kept.Count < 0", "no decision is kept"),
        new(Policy, "_kept.Count < KeptDecisions", "_kept.Count <= KeptDecisions", "one decision more is kept",
            "a decision is the same whether it was kept or is written again; the bound differs by one"),
    ];

    private static SourceMutant[] OfForbid() =>
    [
        new(Forbid, "Bit = 1UL << index", "Bit = 1UL << (index + 1)", "a forbid is told as the rule after it"),
        new(Forbid, "_tiers |=", "_tiers =", "a forbid speaks of its last tier only"),
        new(Forbid, "(_tiers & (1UL << tier)) != 0", "_tiers != 0", "a forbid speaks of every tier"),
        new(Forbid, "_purposes.Count == 0 ||", "_purposes.Count > 99 ||", "a forbid of every purpose speaks of none"),
        new(Forbid, "_purposes.Contains(request.Purpose)", "_purposes.Count > 0", "a forbid of one purpose speaks of all"),
        new(Forbid, "&& Catches(request.Requester, request.On)", "", "a forbid catches everybody"),
        new(Forbid, "Anyone => true", "Anyone => false", "a forbid for anyone catches nobody"),
        new(Forbid, "AffiliatedWithConflicts => IsAffiliated(requester, on)", "AffiliatedWithConflicts => false", "no conflict catches"),
        new(Forbid, "_values.Contains(state)", "_values.Contains(state) && requester.Organisation is null", "an organisation hides its state"),
        new(Forbid, "_values.Contains(organisation)", "!_values.Contains(organisation)", "a forbid of organisations catches the others"),
        new(Forbid, "_values.Contains(role)", "false", "a forbid of a role catches nobody"),
        new(Forbid, "HasActorOf(_values, requester.Actors)", "(requester.Actors.Count > 0 && _values.Contains(requester.Actors[0]))", "a forbid of actors looks at the first only"),
        new(Forbid, "conflict.Since <= on", "conflict.Since < on", "a conflict begins a day late"),
        new(Forbid, "conflict.Since <= on", "conflict.Since >= on", "a conflict ends where it begins"),
        new(Forbid, "conflict.Since <= on", "true", "a conflict has always been"),
        new(Forbid, "conflict.States.Contains(state)", "false", "a conflict's states are not looked at"),
        new(Forbid, "|| HasActorOf(conflict", "&& HasActorOf(conflict", "a conflict takes state and actor together"),
        new(Forbid, "HasActorOf(conflict.Actors, requester.Actors)", "false", "a conflict's actors are not looked at"),
        new(Forbid, "conflict in _conflicts", "conflict in _conflicts[..Math.Min(1, _conflicts.Length)]", "the first conflict alone counts"),
        new(Forbid, "int i = 0", "int i = 1", "the first actor is not looked at"),
        new(Forbid, "i < own.Count", "i < Math.Min(1, own.Count)", "the first actor alone is looked at"),
        new(Forbid, "_ => true", "_ => false", "a condition of no known kind catches nobody"),
    ];

    private static SourceMutant[] OfTier() =>
    [
        new(Tier, "Permits |=", "Permits =", "the last permit alone is a near miss"),
        new(Tier, "] |=", "] =", "the last permit alone permits"),
        new(Tier, "!r.Item.IsForbid && ", "", "a forbid of a purpose permits it"),
        new(Tier, "r.Item.Tiers.Contains(tier.Name)", "r.Item.Tiers.Count > 0", "a permit is for every tier"),
        new(Tier, "_permitsByPurpose[purpose];", "Permits;", "a permit is for every purpose of the policy"),
        new(Tier, "if (_audience.Anyone)", "if (_audience.Anyone && requester.State is not null)", "the public tier is no near miss of a stateless requester"),
        new(Tier, "role != requester.Role", "requester.Role is not null && role != requester.Role", "who has no role has every role"),
        new(Tier, "role != requester.Role", "role == requester.Role", "a role keeps out who has it"),
        new(Tier, "return requester.Organisation is null", "return true", "who acts for a state and an organisation is a member"),
        new(Tier, "member.First <= on", "member.First < on", "a term begins a day late"),
        new(Tier, "on <= member.Last", "on < member.Last", "a term ends a day early"),
        new(Tier, "&& member.First <= on && on <= member.Last", "", "terms are not looked at"),
        new(Tier, "_organisations.Contains(organisation)", "_organisations.Count > 0", "an audience of organisations is for every organisation"),
        new(Tier, "_states.Count > 0 && ", "", "a state is missing where none is asked for"),
        new(Tier, "_organisations.Count > 0 && ", "", "an organisation is missing where none is asked for"),
        new(Tier, "_audience.Role is not null && ", "", "a role is missing where none is asked for"),
    ];

    private static SourceMutant[] OfNames() =>
    [
        new(Names, "fact is not null && (", "fact is not null || (", "any text is a name"),
        new(Names, " || PolicyVocabulary.IsName(fact)", "", "a name that the policy does not hold is none"),
        new(Names, ": -1", ": 0", "an unknown name is the first one"),
        new(Names, "IndexOf(_purposes, name)", "IndexOf(_tiers, name)", "a purpose is looked for among the tiers"),
        new(Names, ".Where(PolicyVocabulary.IsName)", "", "a state that a rule names is the name of an organisation"),
        new(Names, ".Append(audience.Role)", "", "roles are looked at again",
            "the set only spares a look: each name in it passes `IsName` by itself"),
        new(Names, ".Concat(policy.Conflicts.SelectMany(conflict => conflict.Actors))", "", "actors of conflicts are looked at again",
            "the set only spares a look: each name in it passes `IsName` by itself"),
    ];

    private static SourceMutant[] OfShape() =>
    [
        new(Shape, "request.Requester is { } requester\n", "(request.Requester ?? new Requester(null, null, null, [])) is { } requester\n", "no requester is a requester without facts"),
        new(Shape, "PolicyVocabulary.IsName(request.Tier)", "request.Tier is not null", "any text is a tier's name"),
        new(Shape, "PolicyVocabulary.IsName(request.Purpose)", "request.Purpose is not null", "any text is a purpose's name"),
        new(Shape, "PolicyVocabulary.IsState(requester.State)", "requester.State.Length == 3", "any three characters are a state"),
        new(Shape, "PolicyVocabulary.IsState(requester.State)", "PolicyVocabulary.IsState(requester.State.ToUpperInvariant())", "a state may be written small"),
        new(Shape, "names.IsName(requester.Organisation)", "requester.Organisation.Length > 0", "any text is an organisation"),
        new(Shape, "names.IsName(requester.Role)", "requester.Role.Length > 0", "any text is a role"),
        new(Shape, "AreNames(actors, names)", "actors.Count >= 0", "any texts are actors"),
        new(Shape, "int i = 0", "int i = 1", "the first actor may be any text"),
        new(Shape, "i < actors.Count", "i < Math.Min(1, actors.Count)", "the second actor may be any text"),
    ];

    private static SourceMutant[] OfWriter() =>
    [
        new(Writer, "permitted = key.Kind == DecisionKind.ExplicitPermit", "permitted = key.Kind >= DecisionKind.ImplicitRefusal", "an implicit refusal is a permit"),
        new(Writer, "permitted = key.Kind == DecisionKind.ExplicitPermit", "permitted = key.Kind == DecisionKind.ExplicitPermit && key.Determining != 0", "the public tier is refused"),
        new(Writer, "\"audience-\" + policy.Tiers[key.Tier].Audience", "\"audience-\" + policy.Tiers[key.Tier].Name", "the public tier's audience is misnamed"),
        new(Writer, "Ids(key.Near)", "Ids(key.Near | key.Determining)", "what decided is a near miss"),
        new(Writer, "First(key.Determining).Because", "policy.Rules[^1].Because", "the last rule's reason is told"),
        new(Writer, "TrailingZeroCount", "Log2", "the last forbid's reason is told"),
        new(Writer, "(rules & (1UL << r.Index)) != 0", "(rules & (1UL << (r.Index & 31))) != 0", "rules are told twice, 32 apart"),
        new(Writer, "ElementAt(key.Purpose)", "First()", "the first purpose is told for each"),
        new(Writer, "{policy.Tiers[key.Tier].Audience}", "{policy.Tiers[0].Audience}", "another tier's audience is told"),
        new(Writer, "string.Join(\" and \", determining)", "determining[0]", "one of several permits is told"),
        new(Writer, "HasFlag(RequesterFacts.State)", "HasFlag(RequesterFacts.Role)", "a missing role is told as a state"),
        new(Writer, "Add(\"organisation\")", "Add(\"role\")", "a missing organisation is told as a role"),
        new(Writer, "Add(\"role\")", "Clear()", "a missing role hides the rest"),
        new(Writer, "policy.Revision", "policy.Name", "another revision is told"),
    ];
}
