using System.Globalization;
using Broker.Contracts;

namespace Broker.Gateway.Pages;

/// <summary>Pieces that several pages share.</summary>
internal static class Parts
{
    /// <summary>A section with its heading; the id is ours.</summary>
    public static Html Section(string id, string heading, Html body) => Html.Of($"""
        <section aria-labelledby="{id}">
        <h2 id="{id}">{heading}</h2>
        {body}
        </section>

        """);

    /// <summary>Commands to type, one block.</summary>
    public static Html Commands(string label, string text) =>
        Html.Of($"""<pre class="commands" tabindex="0" role="region" aria-label="{label}"><code>{text}</code></pre>""");

    /// <summary>Text from elsewhere, shown as it is.</summary>
    public static Html Verbatim(string label, string text) =>
        Html.Of($"""<pre class="verbatim" tabindex="0" role="region" aria-label="{label}" dir="ltr"><code>{text}</code></pre>""");

    /// <summary>An empty state: one sentence and what to do.</summary>
    public static Html Nothing(string sentence, Html action) => Html.Of($"""<p class="nothing">{sentence} {action}</p>""");

    /// <summary>Warnings that must not be missed; nothing when there are none.</summary>
    public static Html Warnings(IReadOnlyList<string> warnings) => warnings.Count == 0 ? Html.Empty : Html.Of($"""
        <div class="warnings" role="note" aria-label="Warnings">
        <p><strong>Warning</strong></p>
        <ul>{Html.Each(warnings, warning => Html.Of($"<li>{Sentence(warning)}</li>"))}</ul>
        </div>

        """);

    /// <summary>A message of the silo (lower case, no full stop) as a sentence of a page.</summary>
    public static string Sentence(string message) => message.Length == 0
        ? ""
        : char.ToUpperInvariant(message[0]) + message[1..] + (message[^1] is '.' or '?' or '!' ? "" : ".");

    /// <summary>A line of a list of facts.</summary>
    public static Html Fact(string name, Html value) => Html.Of($"<div><dt>{name}</dt><dd>{value}</dd></div>");

    /// <summary>The vault's state, in words beside the colour.</summary>
    public static Html Vault(SiloState status) => status.Vault switch
    {
        Silo.Unsealed => Html.Of($"""<span class="state open">unsealed</span> deposits are taken and briefings delivered"""),
        "uninitialised" => Html.Of($"""<span class="state shut">uninitialised</span> nothing can be taken or opened until it is made and unsealed"""),
        _ => Html.Of($"""<span class="state shut">sealed</span> nothing can be opened until a quorum of custodians unseals it"""),
    };

    /// <summary>The calendar's time; says so when it is simulated.</summary>
    public static Html Time(SiloState status) => Html.Of(
        $"{status.CalendarNow.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC{(status.Simulated ? ", simulated" : "")}");
}
