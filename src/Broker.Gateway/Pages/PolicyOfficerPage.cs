using System.Text;
using Broker.Contracts;

namespace Broker.Gateway.Pages;

/// <summary>The sharing policies in force, and how one is checked and activated.</summary>
internal static class PolicyOfficerPage
{
    private static readonly Html Lead = Html.Of(
        $"Who may get what, for which purpose, is written in one file a country that anyone may read. There is no sign-in here: a revision comes into force by the signatures of two different officers.");

    private const string Commands = """
        broker policy lint policies/caf-2013.yaml
        broker policy activate policies/caf-2013.yaml --member my-keys --gateway URL
        broker policy status --country CAF --gateway URL
        broker policy requests --country CAF --member my-keys --gateway URL --out requests.jsonl
        """;

    private const string Emergency = """
        broker release emergency propose --first-week 2014-W05 --weeks 2 --revision REVISION --country CAF --member my-keys --gateway URL
        broker release emergency status --country CAF --gateway URL
        broker release emergency approve PLAN --country CAF --member an-auditor --gateway URL
        """;

    public static Html Render(IReadOnlyList<PolicyView> policies) => Layout.Page("/policy-officer", "Policy officer", Lead, Html.Join(
    [
        Parts.Section("force", "In force", policies.Count == 0
            ? Parts.Nothing("No sharing policy is in force, so nothing can leave.", Html.Of($"""<a href="#activate">See how the first one is activated.</a>"""))
            : Html.Each(policies, Policy)),
        Parts.Section("activate", "Check and activate", Html.Of($"""
            <p>Check the file first: the check names each fault by line and column. Then two officers each run the same command on
            their own copy of the file: it runs the tests and proofs again and signs that this file replaces the one in force. An edit
            makes another file, and another activation makes earlier signatures void.</p>
            {Parts.Commands("Commands of the policy officer", Commands)}
            """)),
        Parts.Section("emergency", "An emergency", Html.Of($"""
            <p>Up to four weeks in 52 can have a flash with less noise. One such week costs a source twice what a block’s four usual
            flashes cost, so it takes two people: an officer proposes, an auditor signs the same text before the first week is over,
            and the plan is an entry of the log.</p>
            {Parts.Commands("Commands of an emergency", Emergency)}
            """)),
    ]));

    private static Html Policy(PolicyView policy) => Html.Of($"""
        <article>
        <h3>{policy.Country}</h3>
        <dl class="facts">
        {Parts.Fact("Revision", Html.Of($"""<code class="hash">{policy.Revision}</code>"""))}
        {Parts.Fact("Activated by", Html.Of($"{string.Join(" and ", policy.ActivatedBy)}"))}
        {Parts.Fact("Entry of the log", Html.Of($"{policy.EntryIndex}"))}
        {Parts.Fact("For tools", Html.Of($"""<a href="/policies/{Uri.EscapeDataString(policy.Country)}">all revisions</a>, <a href="/policies/{Uri.EscapeDataString(policy.Country)}/{Uri.EscapeDataString(policy.Revision)}">this file</a>"""))}
        </dl>
        {Parts.Verbatim($"Sharing policy of {policy.Country}", Encoding.UTF8.GetString(policy.Yaml))}
        </article>
        """);
}
