using Broker.Contracts;

namespace Broker.Gateway.Pages;

/// <summary>The public calendar with links to what is out, and how a delegate asks.</summary>
internal static class RequesterPage
{
    private static readonly Html Lead = Html.Of(
        $"What is out for everyone is linked here. There is no sign-in: a delegate’s own briefings come through the command-line tool, signed by the delegate’s key, and are not shown on any page.");

    private const string Ask = """
        broker briefing get --member my-keys --gateway URL --country CAF --period 2014-01 \
          --tier elected-member --purpose council-briefing --out briefings
        broker verify receipt --briefing FILE --receipt FILE --trust FILE
        """;

    public static Html Render(IReadOnlyList<CountryCalendar> calendars, DateOnly today) => Layout.Page("/requester", "Requester", Lead, Html.Join(
    [
        Parts.Section("calendar", "Briefings and the public calendar", calendars.Count == 0
            ? Parts.Nothing("No country has a sharing policy in force yet, so nothing is due.", Html.Of($"""<a href="/policy-officer">See how a policy is activated.</a>"""))
            : Html.Each(calendars, calendar => Country(calendar, today))),
        Parts.Section("ask", "How a delegate asks", Html.Of($"""
            <p>Name the country, the period, your tier and your purpose. The sharing policy decides; a refusal gives its rule in one
            sentence, and either answer is an entry of the log. With the briefing comes a receipt that anyone can check offline.</p>
            {Parts.Commands("Commands to ask for a briefing", Ask)}
            """)),
        Parts.Section("read", "How to read a number", Html.Of($"""
            <p>A number always comes with a range. The range covers only the noise that protects sources; it does not cover what
            nobody reported. “Too few to say, or none” means exactly that: few and none look the same.</p>
            """)),
    ]));

    private static Html Country(CountryCalendar calendar, DateOnly today) => Html.Of($"""
        <h3 id="calendar-{calendar.Country}">{calendar.Country}</h3>
        <p>Next: period {calendar.NextPeriod}, deposits are taken until {calendar.NextCutOff}.{(calendar.NextFlash.Length == 0
            ? Html.Empty
            : Html.Of($" Next week with a flash: {calendar.NextFlash}, deposits are taken until {calendar.NextFlashCutOff}."))}</p>
        {(calendar.Measured.Count == 0
            ? Parts.Nothing("Nothing was measured yet.", Html.Of($"Come back after the cut-off."))
            : Table(calendar, today))}
        """);

    private static Html Table(CountryCalendar calendar, DateOnly today) => Html.Of($"""
        <div class="scroll" tabindex="0" role="region" aria-labelledby="calendar-{calendar.Country}"><table>
        <caption>Releases of {calendar.Country}, newest first</caption>
        <thead><tr><th scope="col">Period</th><th scope="col">Days</th><th scope="col">Vintage</th><th scope="col">For everyone</th></tr></thead>
        <tbody>{Html.Each(calendar.Measured.OrderByDescending(release => release.Start), release => Row(calendar.Country, release, today))}</tbody>
        </table></div>
        """);

    private static Html Row(string country, CalendarRelease release, DateOnly today) => Html.Of($"""
        <tr><th scope="row">{release.Period}</th><td>{release.Start} to {release.End.AddDays(-1)}</td><td>{release.Vintage}</td><td>{(
            release.PublicFrom is not { } from ? Html.Of($"never: for members of a tier only") : from <= today ? Links(country, release) : Html.Of($"from {from}"))}</td></tr>
        """);

    private static Html Links(string country, CalendarRelease release)
    {
        var path = $"/briefings/{Uri.EscapeDataString(country)}/{Uri.EscapeDataString(release.Period)}/{Uri.EscapeDataString(release.Vintage)}";
        return Html.Of(
            $"""<a href="{path}">Briefing<span class="unseen"> of {release.Period}</span></a> <a href="{path}/json">JSON</a> <a href="{path}/receipt">receipt</a>""");
    }
}
