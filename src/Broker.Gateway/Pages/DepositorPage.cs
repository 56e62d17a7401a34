using Broker.Contracts;

namespace Broker.Gateway.Pages;

/// <summary>How depositing works, the commands, the next cut-off.</summary>
internal static class DepositorPage
{
    // A place that nobody asks about; it is reached without a referrer.
    private const string Elsewhere = "https://www.wikipedia.org/";

    private static readonly Html Lead = Html.Of(
        $"Records are sealed on your own machine, before anything is sent. There is no sign-in here and your deposits are not listed: only your own tool, with your own key, can ask for them.");

    private const string Keys = """
        broker keys new --out my-organisation --name "Name of the organisation"
        broker keys accept ENROLMENT --member my-organisation
        """;

    private const string Deposit = """
        broker import-ged records.csv --folder my-organisation --gateway URL --dry-run
        broker import-ged records.csv --folder my-organisation --gateway URL
        """;

    private const string After = """
        broker status --member my-organisation --gateway URL
        broker receipts update --member my-organisation --gateway URL
        broker ledger --member my-organisation --gateway URL
        broker withdraw RECORD --member my-organisation --gateway URL
        broker consent show --member my-organisation --gateway URL
        """;

    public static Html Render(IReadOnlyList<CountryCalendar> calendars) => Layout.Page("/depositor", "Depositor", Lead, Html.Join(
    [
        Html.Of($"""<p class="exit"><a href="{Elsewhere}" rel="noreferrer">Leave this page quickly</a></p>"""),
        Parts.Section("calendar", "Next cut-off", Cutoffs(calendars)),
        Parts.Section("how", "How depositing works", Html.Of($"""
            <ol>
            <li>Make keys once. Give the operator the file <code>member</code>, keep the rest of the folder to yourself, and accept
            the enrolment that comes back.
            {Parts.Commands("Command to make keys", Keys)}</li>
            <li>Look at what would be sent, then send it. What names your source is sealed to your own key and opens nowhere
            else; what you observed is sealed to the vault.
            {Parts.Commands("Commands to deposit", Deposit)}</li>
            <li>Keep the receipt. It is a signed promise that names your record; without one, count the record as not sent.</li>
            <li>Later: see the state of your records, have the log prove that each was taken, find each release that they entered, or withdraw one.
            {Parts.Commands("Commands for later", After)}</li>
            </ol>
            """)),
        Parts.Section("control", "What you control", Html.Of($"""
            <p>A withdrawal before the cut-off is as if you never deposited. After it, releases that were made stand and can’t be
            recalled; the tool lists them, and the record itself is shredded. Caveats of your organisation say the highest
            tier, the purposes and the states that may never see a release with your records.</p>
            <p>A record stays bound to the sharing policy of the day of its deposit. When officers put a wider one in force, it
            opens none of your earlier records unless you sign that yourself; the tool shows what would open, tier by tier, and
            you can take it back at any time for what is counted from then on.</p>
            """)),
        Parts.Section("trust", "Which way is safer", Html.Of($"""
            <p>Use the signed command-line tool. A page is sent anew each time and must be trusted each time; the tool is checked once.</p>
            """)),
    ]));

    private static Html Cutoffs(IReadOnlyList<CountryCalendar> calendars) => calendars.Count == 0
        ? Parts.Nothing("No country has a sharing policy in force yet, so there is no cut-off.", Html.Of($"""<a href="/policy-officer">See how a policy is activated.</a>"""))
        : Html.Of($"""
            <div class="scroll" tabindex="0" role="region" aria-labelledby="calendar"><table>
            <caption>The calendar depends on no record: it is the same whether much, little or nothing was reported.</caption>
            <thead><tr><th scope="col">Country</th><th scope="col">Period</th><th scope="col">Deposit until the end of the day before</th></tr></thead>
            <tbody>{Html.Each(calendars, calendar => Html.Of(
                $"""<tr><th scope="row">{calendar.Country}</th><td>{calendar.NextPeriod}</td><td>{calendar.NextCutOff}</td></tr>{Week(calendar)}"""))}</tbody>
            </table></div>
            """);

    private static Html Week(CountryCalendar calendar) => calendar.NextFlash.Length == 0
        ? Html.Empty
        : Html.Of($"""<tr><th scope="row">{calendar.Country}</th><td>{calendar.NextFlash}, a week</td><td>{calendar.NextFlashCutOff}</td></tr>""");
}
