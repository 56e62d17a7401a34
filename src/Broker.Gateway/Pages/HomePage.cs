using Broker.Contracts;

namespace Broker.Gateway.Pages;

/// <summary>What this is, what state it is in, what it promises, where to go.</summary>
internal static class HomePage
{
    private static readonly Html Lead = Html.Of($"""
        Organisations deposit sealed field records about a country. Only redacted, counted and noised releases leave, under
        sharing policies that anyone can read, and each release is in a public log before it leaves.
        """);

    private static readonly Html Promise = Html.Of($"""
        <ol class="promise">
        <li>Your partner’s name never opens inside the broker: there is no key for it there.</li>
        <li>What you observed is sealed on your machine, opened only in the memory of an unsealed silo, and leaves only as a release.</li>
        <li>A release is made once for an audience, with noise and thresholds that hold even if all audiences pool what they get.</li>
        <li>You keep control: caveats, embargo, withdrawal, the exact text of any narrative.</li>
        <li>Each release is in an append-only log before it leaves; you can find your own in it, and prove “none so far”, without asking us.</li>
        <li>Nobody, the operator included, opens custody without a quorum in which you hold a seat.</li>
        </ol>
        <p>The sixth holds where the vault’s key is shared among custodians. A development vault unseals itself, and a warning says so
        above: whoever has its folder can open observations.</p>
        """);

    private static readonly Html Roles = Html.Of($"""
        <ul class="cards">
        <li><h3><a href="/depositor">Depositor</a></h3><p>Seal and deposit field records, withdraw them, see each release that they entered.</p></li>
        <li><h3><a href="/requester">Requester</a></h3><p>Ask for a briefing, read what is out for everyone, see when the next one is due.</p></li>
        <li><h3><a href="/auditor">Auditor</a></h3><p>Mirror the disclosure log and verify all of it offline.</p></li>
        <li><h3><a href="/policy-officer">Policy officer</a></h3><p>Read the sharing policy in force, check a file, activate it by two signatures.</p></li>
        <li><h3><a href="/operator">Operator</a></h3><p>State of the vault, warnings, the calendar’s time.</p></li>
        </ul>
        """);

    /// <summary><paramref name="status"/> and <paramref name="log"/> are null when the silo does not answer.</summary>
    public static Html Render(SiloState? status, PublicationState? log) => Layout.Page("/", "Field records that protect their sources", Lead, Html.Join(
    [
        Parts.Section("state", "State now", status is null ? Silent : State(status, log)),
        Parts.Section("promise", "The promise", Promise),
        Parts.Section("roles", "What do you want to do?", Roles),
        Parts.Section("limits", "What it does not protect", Html.Of($"""
            <p>That a country has some reporting at all, facts that many sources share, and whether a report is true. Read the
            threat model before you rely on this with lives.</p>
            """)),
    ]));

    /// <summary>Said in place of a state that nobody could tell.</summary>
    internal static Html Silent { get; } = Parts.Warnings(
        ["The silo does not answer, so its state is not known. Deposits that have a receipt are kept, sealed. Look again in a few seconds."]);

    private static Html State(SiloState status, PublicationState? log) => Html.Of($"""
        {Parts.Warnings(status.Warnings)}{(log is null ? Html.Empty : PublicationParts.Warning(log))}<dl class="facts">
        {Parts.Fact("Vault", Parts.Vault(status))}
        {Parts.Fact("Calendar", Parts.Time(status))}
        {(log is null ? Html.Empty : PublicationParts.Fact(log))}
        {Parts.Fact("Countries with a policy in force", Html.Of($"{(status.Countries.Count == 0 ? "none yet" : string.Join(", ", status.Countries))}"))}
        {Parts.Fact("Origin of the log", Html.Of($"<code>{status.Origin}</code>"))}
        </dl>
        """);
}
