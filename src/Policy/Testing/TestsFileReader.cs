using Broker.Policy.Proof;
using Broker.Policy.Reading;

namespace Broker.Policy.Testing;

/// <summary>Reads the parts of a file of tests. A name that the policy does not have is an error: a slip of the pen would test something else.</summary>
internal sealed class TestsFileReader(SharingPolicy policy, Findings findings)
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    internal PolicyTests? Read(YamlNode root)
    {
        if (Fields.Open(root, TestsGrammar.File, findings) is not { } file)
        {
            return null;
        }

        if (file.Text("sharing-policy-tests") is { } name && name != policy.Name)
        {
            findings.Error(file["sharing-policy-tests"]!, PolicyTestCodes.OtherPolicy, $"the tests are of `{name}` and the policy is `{policy.Name}`");
        }

        return new PolicyTests(
            [.. file.Items("decisions").Select(ReadDecision).OfType<DecisionTest>()],
            [.. file.Items("strata").Select(ReadStratum).OfType<StratumTest>()],
            [.. file.Named("audiences-at-most").Select(ReadBound).OfType<AudienceBound>()]);
    }

    private DecisionTest? ReadDecision(YamlNode item)
    {
        if (Fields.Open(item, TestsGrammar.Decision, findings) is not { } fields)
        {
            return null;
        }

        // Everything is read before anything is put together, so that all errors of a test are told at once.
        Requester? requester = ReadRequester(fields);
        string? name = ReadName(fields), tier = fields.Text("tier"), purpose = fields.Text("purpose"), expect = fields.Text("expect");
        DateOnly? on = fields.Date("on");
        DecisionKind? kind = DecisionKinds.Of(fields.Text("kind"));
        List<string>? by = Rules(fields), missing = Given(fields, "missing");
        string? because = fields.Text("because");
        CheckNames(fields, tier, purpose);
        return name is not null && requester is not null && tier is not null && purpose is not null && on is { } day && expect is not null
            ? new DecisionTest(name, item.Line, new PolicyRequest(requester, tier, purpose, day), expect == TestsGrammar.Permit, kind, by, missing, because)
            : null;
    }

    // A name that is meant to be none of the policy's is told from a slip of the pen by the kind of decision that it leads to.
    private void CheckNames(Fields fields, string? tier, string? purpose)
    {
        if (fields["kind"] is null)
        {
            MustKnow(fields["tier"], tier, PolicyCodes.UnknownTier, IsTier, "is not a tier of this policy; a test that means it says its kind");
            MustKnow(fields["purpose"], purpose, PolicyCodes.UnknownPurpose, policy.Purposes.ContainsKey, "is not a purpose of this policy; a test that means it says its kind");
        }
    }

    private static Requester? ReadRequester(Fields test) => test.Open("requester") is { } fields
        ? new Requester(fields.Text("state"), fields.Text("organisation"), fields.Text("role"), fields.List("actors"))
        : null;

    private List<string>? Rules(Fields fields)
    {
        var known = policy.Rules.Select(rule => rule.Id).Concat(policy.Audiences.Values.Where(audience => audience.Anyone).Select(audience => "audience-" + audience.Name)).ToHashSet();
        return fields["by"] is { } by
            ? Lists.Values(by, (ListValue)TestsGrammar.Decision.ValueOf("by"), findings, item => Scalars.Read(item, findings, PolicyTestCodes.UnknownRule, known.Contains, "is not a rule of this policy, which are rule-1 and so on"))
            : null;
    }

    private StratumTest? ReadStratum(YamlNode item)
    {
        if (Fields.Open(item, TestsGrammar.Stratum, findings) is not { } fields)
        {
            return null;
        }

        string? name = ReadName(fields), expect = fields.Text("expect");
        RecordCaveats? caveats = ReadCaveats(fields);
        DateOnly? on = fields.Date("on");
        bool stays = expect == TestsGrammar.Sealed;
        if (stays && IsTier(TestsGrammar.Sealed))
        {
            findings.Error(fields["expect"]!, PolicyCodes.AmbiguousName, "`sealed` is a tier of this policy too, so the test cannot say which it means");
        }

        MustKnow(fields["expect"], stays ? null : expect, PolicyCodes.UnknownTier, IsTier, "is not a tier of this policy, and not the word sealed");
        return name is not null && caveats is not null && on is { } day && expect is not null
            ? new StratumTest(name, item.Line, caveats, day, stays ? null : expect)
            : null;
    }

    private RecordCaveats? ReadCaveats(Fields test)
    {
        if (test.Open("caveats") is not { } fields)
        {
            return null;
        }

        string? highest = fields.Text("highest-tier");
        MustKnow(fields["highest-tier"], highest, PolicyCodes.UnknownTier, IsTier, "is not a tier of this policy");
        List<string> purposes = Lists.Values(fields["purposes"], (ListValue)TestsGrammar.Caveats.ValueOf("purposes"), findings, PurposeOf);
        List<string> neverTo = Lists.Values(fields["never-to"], (ListValue)TestsGrammar.Caveats.ValueOf("never-to"), findings, PartyOf);
        DateOnly? embargo = fields.Date("embargo");
        bool noNarrative = fields.Text("narrative") == PolicyVocabulary.NarrativeNever;
        return highest is null ? null : new RecordCaveats(highest, purposes, neverTo, embargo, RetentionDays: null, noNarrative);
    }

    private AudienceBound? ReadBound(YamlEntry entry)
    {
        MustKnow(entry.Key, entry.Key.Value, PolicyCodes.UnknownTier, IsTier, "is not a tier of this policy");
        if (Fields.Open(entry.Value, TestsGrammar.Bound, findings) is not { } fields)
        {
            return null;
        }

        if (TestsGrammar.Bound.AtLeastOne.All(key => fields[key] is null))
        {
            findings.Error(entry.Value, PolicyCodes.MissingKey, "a bound of a tier names states or organisations; [] for none");
        }

        return new AudienceBound(entry.Key.Value, fields.List("states"), fields.List("organisations"), fields.Text("role"));
    }

    private string? ReadName(Fields fields)
    {
        string? name = fields.Text("name");
        if (name is not null && !_names.Add(name))
        {
            findings.Error(fields["name"]!, PolicyCodes.DuplicateItem, $"two tests are named {Findings.Quote(name)}");
        }

        return name;
    }

    private static List<string>? Given(Fields fields, string key) => fields[key] is null ? null : fields.List(key);

    private string? PurposeOf(YamlNode node) => Scalars.Read(node, findings, PolicyCodes.UnknownPurpose, policy.Purposes.ContainsKey, "is not a purpose of this policy");

    private string? PartyOf(YamlNode node) => Scalars.Read(
        node, findings, PolicyCodes.BadName, text => PolicyVocabulary.IsName(text) || PolicyVocabulary.IsState(text), "is not a state, an organisation or an audience");

    private bool IsTier(string name) => policy.IndexOfTier(name) >= 0;

    private void MustKnow(YamlNode? at, string? name, string code, Func<string, bool> isKnown, string complaint)
    {
        if (name is not null && !isKnown(name))
        {
            findings.Error(at!, code, $"{Findings.Quote(name)} {complaint}");
        }
    }
}
