using Broker.Contracts;

namespace Broker.Gateway.Pages;

/// <summary>The log's size, its last checkpoint, recent entries, how to mirror and verify.</summary>
internal static class AuditorPage
{
    private static readonly Html Lead = Html.Of(
        $"The disclosure log is public: anyone may read all of it, so there is no sign-in. What an entry commits to is known only to those it concerns.");

    private const string Verify = """
        broker log mirror --gateway URL --out mirror --trust FILE
        broker verify log --dir mirror --trust FILE --earlier CHECKPOINT
        broker verify receipt --briefing FILE --receipt FILE --trust FILE
        broker verify inclusion --leaf-hash HEX --index N --size N --root HEX --proof HEX,HEX
        broker verify consistency --old-size N --new-size N --old-root HEX --new-root HEX --proof HEX,HEX
        """;

    private const string Search = """
        broker audit fetch --member DIR --gateway URL
        broker audit search --member DIR --country CAF --decision refused --from 2014-01-01 --to 2014-03-31
        broker audit search --member DIR --received-by "state LUX"
        broker audit search --member DIR --who-received CAF/2014-01/final/elected-member
        broker audit search --member DIR --hash HEX
        broker audit export --member DIR --format csv --out FILE
        """;

    public static Html Render(string origin, RecentEntries recent, string checkpoint, PublicationState log) => Layout.Page("/auditor", "Auditor", Lead, Html.Join(
    [
        Parts.Section("log", "The log now", Html.Of($"""
            {PublicationParts.Warning(log)}<dl class="facts">
            {PublicationParts.Fact(log)}
            {Parts.Fact("Entries", Html.Of($"{recent.Size}"))}
            {Parts.Fact("Origin", Html.Of($"<code>{origin}</code>"))}
            {Parts.Fact("Files", Html.Of($"""<a href="/log/checkpoint">checkpoint</a>, <a href="/keys/trust">keys to pin</a>"""))}
            </dl>
            {(log.Witnesses.Count == 0 ? Html.Empty : Html.Of($"<h3>Witnesses</h3>{PublicationParts.Witnesses(log)}"))}<h3>Last checkpoint</h3>
            {(checkpoint.Length == 0 ? Parts.Nothing("There is no checkpoint yet.", Html.Of($"It comes with the first entry.")) : Parts.Verbatim("Last checkpoint", checkpoint))}
            """)),
        Parts.Section("entries", "Last entries", recent.Entries.Count == 0
            ? Parts.Nothing("The log has no entry yet.", Html.Of($"""<a href="/policy-officer">The first is usually a policy’s activation.</a>"""))
            : Html.Of($"""<ol class="entries">{Html.Each(recent.Entries, Entry)}</ol>""")),
        Parts.Section("verify", "Mirror and verify", Html.Of($"""
            <p>Do not trust this page: it is made by the party that you check. Mirror the log, pin the keys once, and verify
            everything offline.</p>
            {Parts.Commands("Commands to verify", Verify)}
            """)),
        Parts.Section("search", "Who received what", Html.Of($"""
            <p>An enrolled auditor also gets what releases, deliveries and refusals commit to. The tool checks each against its
            entry, keeps it, and searches it offline. What would name a depositor is given to nobody.</p>
            {Parts.Commands("Commands to search", Search)}
            """)),
    ]));

    private static Html Entry(EntryView entry) => Html.Of($"""
        <li><h3><a href="/auditor/entries/{entry.Index}">Entry {entry.Index}</a>: {EntryWords.NameOf(entry.Text)}</h3>
        {(EntryWords.Of(entry.Text) is { } words ? Html.Of($"<p>{words}</p>") : Html.Empty)}
        <p>Leaf hash <code class="hash">{entry.LeafHash}</code></p>
        {Parts.Verbatim($"Text of entry {entry.Index}", entry.Text)}</li>
        """);
}
