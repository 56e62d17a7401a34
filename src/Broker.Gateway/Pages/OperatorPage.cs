using Broker.Contracts;

namespace Broker.Gateway.Pages;

/// <summary>State of the vault, warnings, the calendar's time.</summary>
internal static class OperatorPage
{
    private static readonly Html Lead = Html.Of(
        $"The state of this instance, as anyone may see it. There is no sign-in here: what an operator does is signed by the operator’s own key, in the command-line tool.");

    private const string Custody = """
        broker vault init --groups "operators:2of3,auditors:1of3" --custodian operators/1=CARD … --operator my-keys --gateway URL --out shares
        broker vault unseal --share operators-1.age --member my-keys --silo-key FINGERPRINT --gateway URL
        broker vault status --gateway URL
        broker vault epoch --operator my-keys --gateway URL --out epoch.txt
        broker identity sign epoch.txt --identity identity --out epoch.note
        broker vault install epoch.note --operator my-keys --gateway URL
        broker vault seal --operator my-keys --gateway URL
        """;

    private const string Enrolling = """
        broker enrol MEMBER-CARD --role depositor --operator my-keys --gateway URL --out enrolment
        broker calendar advance --to 2014-02-20 --operator my-keys --gateway URL
        """;

    /// <summary><paramref name="status"/>, <paramref name="vault"/> and <paramref name="log"/> are null when the silo does not answer.</summary>
    public static Html Render(SiloState? status, VaultState? vault, PublicationState? log) => Layout.Page("/operator", "Operator", Lead, Html.Join(
    [
        Parts.Section("state", "State now", status is null ? HomePage.Silent : State(status, vault, log)),
        log is null || log.Witnesses.Count == 0 ? Html.Empty : Parts.Section("witnesses", "The log’s witnesses", PublicationParts.Witnesses(log)),
        vault is null ? Html.Empty : VaultParts.Section(vault),
        Parts.Section("probes", "Probes", Html.Of($"""
            <p><a href="/healthz">/healthz</a> answers while the gateway runs. <a href="/readyz">/readyz</a> answers
            <em>ready</em> only when the silo answers and its vault is unsealed. <a href="/status">/status</a> and
            <a href="/vault/status">/vault/status</a> are this page as JSON.</p>
            """)),
        Parts.Section("commands", "What an operator does", Html.Of($"""
            <p>Enrols members, keeps the vault’s ceremonies going, and moves the calendar on where time is simulated. Each act is signed
            and, where it concerns disclosure or keys, is an entry of the log. A custodian’s share needs no account: the share is the proof.</p>
            {Parts.Commands("Commands of the vault", Custody)}
            {Parts.Commands("Commands of the operator", Enrolling)}
            """)),
    ]));

    // The vault's own section says more of it, and never something else.
    private static Html State(SiloState status, VaultState? vault, PublicationState? log) => Html.Of($"""
        {Warnings(status)}{(log is null ? Html.Empty : PublicationParts.Warning(log))}<dl class="facts">
        {(vault is null ? Parts.Fact("Vault", Parts.Vault(status)) : Html.Empty)}
        {(log is null ? Html.Empty : PublicationParts.Fact(log))}
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
