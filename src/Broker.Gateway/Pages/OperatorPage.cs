using Broker.Contracts;

namespace Broker.Gateway.Pages;

/// <summary>State of the vault, warnings, the calendar's time.</summary>
internal static class OperatorPage
{
    private static readonly Html Lead = Html.Of(
        $"The state of this instance, as anyone may see it. There is no sign-in here: what an operator does is signed by the operator’s own key, in the command-line tool.");

    private const string Enrolling = """
        broker enrol MEMBER-CARD --role depositor --operator my-keys --gateway URL --out enrolment
        broker calendar advance --to 2014-02-20 --operator my-keys --gateway URL
        """;

    /// <summary><paramref name="status"/> is null when the silo does not answer.</summary>
    public static Html Render(SiloState? status) => Layout.Page("/operator", "Operator", Lead, Html.Join(
    [
        Parts.Section("state", "State now", status is null ? HomePage.Silent : State(status)),
        Parts.Section("probes", "Probes", Html.Of($"""
            <p><a href="/healthz">/healthz</a> answers while the gateway runs. <a href="/readyz">/readyz</a> answers
            <em>ready</em> only when the silo answers and its vault is unsealed. <a href="/status">/status</a> is this page as JSON.</p>
            """)),
        Parts.Section("commands", "What an operator does", Html.Of($"""
            <p>Enrols members, and moves the calendar on where time is simulated. Each act is signed and, where it concerns
            disclosure, is an entry of the log.</p>
            {Parts.Commands("Commands of the operator", Enrolling)}
            """)),
    ]));

    private static Html State(SiloState status) => Html.Of($"""
        {Warnings(status)}<dl class="facts">
        {Parts.Fact("Vault", Parts.Vault(status))}
        {Parts.Fact("Calendar", Parts.Time(status))}
        {Parts.Fact("Clock", Html.Of($"{(status.Simulated ? "simulated: it moves only when an operator signs for it" : "real time")}"))}
        {Parts.Fact("Countries with a policy in force", Countries(status.Countries))}
        {Parts.Fact("Origin", Html.Of($"<code>{status.Origin}</code>"))}
        </dl>
        """);

    private static Html Warnings(SiloState status) =>
        status.Warnings.Count == 0 ? Html.Of($"""<p class="nothing">There are no warnings.</p>""") : Parts.Warnings(status.Warnings);

    private static Html Countries(IReadOnlyList<string> countries) => countries.Count == 0
        ? Html.Of($"""none yet; <a href="/policy-officer">activate a sharing policy</a>""")
        : Html.Of($"{string.Join(", ", countries)}");
}
