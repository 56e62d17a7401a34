using System.Text;
using Broker.Contracts;
using Broker.Gateway.Http;

namespace Broker.Gateway.Pages;

/// <summary>One entry of the log: what it says in a sentence, its bytes, its leaf hash, and where its bundle is.</summary>
internal static class EntryPage
{
    private static readonly Html Lead = Html.Of(
        $"""One entry of the disclosure log, as anyone may read it. <a href="/auditor">The log</a> has all of them.""");

    public static Html Render(long size, EntryView entry) => Layout.Page("/auditor", $"Entry {entry.Index}", Lead, Html.Join(
    [
        Parts.Section("entry", $"Entry {entry.Index} of {size}: {EntryWords.NameOf(entry.Text)}", Html.Of($"""
            <p>{EntryWords.Of(entry.Text) ?? EntryWords.Meaning(entry.Text) ?? "This page knows no such kind of entry; its text is below."}</p>
            <dl class="facts">
            {Parts.Fact("Leaf hash", Html.Of($"""<code class="hash">{entry.LeafHash}</code>"""))}
            {Parts.Fact("Bytes", Html.Of($"{Encoding.UTF8.GetByteCount(entry.Text)}"))}
            {Parts.Fact("Bundle", Html.Of($"""<a href="/log/{LogPath.BundleOf(entry.Index, size)}">{LogPath.BundleOf(entry.Index, size)}</a>, its entry {entry.Index % 256}"""))}
            </dl>
            <h3>The entry’s bytes</h3>
            {Parts.Verbatim($"Text of entry {entry.Index}", entry.Text)}
            <p>The leaf hash is SHA-256 of a zero byte and these bytes. This page is made by the party that you check: mirror the log and
            look the entry up in your own copy.</p>
            """)),
    ]));
}
