namespace Broker.Policy.Tests.Mutants;

/// <summary>What every mutant is tried with: policies as the library reads them, with what the references say of them. Made once.</summary>
internal static class TrialCorpus
{
    private const int Policies = 120;
    private const int RequestsEach = 150;
    private const int CaveatsEach = 40;
    private const int Revisions = 1200;
    private static readonly DateOnly Day = new(2013, 10, 10);
    private static readonly string[] Purposes = ["council-briefing", "early-warning", "evaluation"];
    private static readonly string[] Names =
        ["CAF", "DNK", "LUX", "RWA", "RUS", "everybody", "ngo-b", "network-c", "those-of-closed", "those-of-inner", "those-of-middle"];

    private static readonly Lazy<List<(SharingPolicy Policy, List<(PolicyRequest Request, NaiveEvaluator.Answer Answer)> Requests)>> MadeDecisions = new(MakeDecisions);
    private static readonly Lazy<List<(SharingPolicy Policy, List<(RecordCaveats Caveats, DateOnly On)> Records)>> MadeRecords = new(MakeRecords);
    private static readonly Lazy<List<(SharingPolicy Later, SharingPolicy Earlier, RecordCaveats Caveats)>> MadeChains = new(MakeChains);

    /// <summary>Policies, each with requests and the answers of <see cref="NaiveEvaluator"/>.</summary>
    internal static List<(SharingPolicy Policy, List<(PolicyRequest Request, NaiveEvaluator.Answer Answer)> Requests)> Decisions => MadeDecisions.Value;

    /// <summary>Policies, each with caveats and the day on which they are looked at.</summary>
    internal static List<(SharingPolicy Policy, List<(RecordCaveats Caveats, DateOnly On)> Records)> Records => MadeRecords.Value;

    /// <summary>Two revisions and the caveats of a record; the pairs of <see cref="NarrowingText"/> come first.</summary>
    internal static List<(SharingPolicy Later, SharingPolicy Earlier, RecordCaveats Caveats)> Chains => MadeChains.Value;

    private static List<(SharingPolicy Policy, List<(PolicyRequest Request, NaiveEvaluator.Answer Answer)> Requests)> MakeDecisions()
    {
        var generated = new GeneratedPolicies(new Dice("mutants"), mostTiers: 8, mostRules: 64);
        return [.. Enumerable.Range(0, Policies).Select(_ =>
        {
            SharingPolicy policy = generated.Policy();
            return (policy, Enumerable.Range(0, RequestsEach).Select(_ => generated.Request(policy)).Select(r => (r, NaiveEvaluator.Evaluate(policy, r))).ToList());
        })];
    }

    // Edits give what the generator of texts does not write, as tiers that may be passed on.
    private static List<(SharingPolicy Policy, List<(RecordCaveats Caveats, DateOnly On)> Records)> MakeRecords()
    {
        var dice = new Dice("mutants of the lattice");
        var revisions = new GeneratedRevisions(dice);
        return [.. Enumerable.Range(0, Policies).Select(_ =>
        {
            SharingPolicy policy = revisions.First();
            return (policy, Enumerable.Range(0, CaveatsEach).Select(_ => Caveats(dice, policy)).Select(c => (c, On(dice, policy, c))).ToList());
        })];
    }

    private static List<(SharingPolicy Later, SharingPolicy Earlier, RecordCaveats Caveats)> MakeChains()
    {
        var open = new RecordCaveats("public", [], [], null, null, false);
        List<(SharingPolicy Later, SharingPolicy Earlier, RecordCaveats Caveats)> chains = [.. Tables().Select(pair => (pair.Later, pair.Earlier, open))];
        var generated = new GeneratedRevisions(new Dice("mutants of narrowing"));
        SharingPolicy earlier = generated.First();
        for (int i = 0; i < Revisions; i++)
        {
            earlier = i % 12 == 0 ? generated.First() : earlier;
            chains.Add((generated.After(earlier), earlier, generated.Caveats(earlier)));
        }

        return [.. chains.SelectMany(c => new[] { c, (c.Earlier, c.Later, c.Caveats) })];
    }

    private static IEnumerable<(SharingPolicy Later, SharingPolicy Earlier)> Tables()
    {
        const string PublicTier = "    audience: public\n    marking: TLP:CLEAR";
        SharingPolicy bound = PolicyText.Policy(NarrowingText.Policy);
        string green = Edit(NarrowingText.Policy, "marking: TLP:AMBER\n", "marking: TLP:GREEN\n"), anew = Edit(green, "those listed", "friends of those listed");
        string few = Edit(Edit(NarrowingText.Policy, PublicTier, "    audience: delegates\n    marking: TLP:GREEN"), "to: inner\n", "to: [public, inner]\n");
        string[] fromPublic = [few, Edit(few, "    audience: delegates\n    marking: TLP:GREEN", "    audience: delegates\n    onward: to-permanent-members\n    marking: TLP:GREEN")];
        return NarrowingText.Widenings.Select(w => Edit(NarrowingText.Policy, w.Old, w.Wider))
            .Concat(NarrowingText.Doubts.Select(d => Edit(NarrowingText.Policy, d.Old, d.Other)))
            .Concat(fromPublic)
            .Select(text => (PolicyText.Policy(text), bound))
            .Append((PolicyText.Policy(anew), PolicyText.Policy(green)))
            .Append((PolicyText.Policy(Edit(anew, "marking: TLP:GREEN\n", "marking: TLP:AMBER\n")), PolicyText.Policy(green)));
    }

    private static string Edit(string text, string old, string replacement) => NarrowingText.Replace(text, old, replacement);

    private static RecordCaveats Caveats(Dice dice, SharingPolicy policy) => new(
        dice.OneIn(12) ? "owner" : dice.OneIn(2) ? policy.Tiers[0].Name : dice.Of(policy.Tiers).Name,
        dice.OneIn(2) ? [] : [.. dice.Some(Purposes, 1).Order(StringComparer.Ordinal)],
        dice.OneIn(2) ? [] : [.. dice.Some(Names, 1).Take(1 + dice.Below(2)).Order(StringComparer.Ordinal)],
        dice.OneIn(2) ? null : policy.ReviewBy.AddDays(dice.Below(40) - 38),
        dice.OneIn(2) ? null : 1 + dice.Below(CaveatDocument.LongestRetention),
        dice.OneIn(2));

    private static DateOnly On(Dice dice, SharingPolicy policy, RecordCaveats caveats) =>
        dice.OneIn(4) ? Day : (dice.OneIn(2) ? policy.ReviewBy : caveats.EmbargoUntil ?? policy.ReviewBy).AddDays(dice.Below(3) - 1);
}
