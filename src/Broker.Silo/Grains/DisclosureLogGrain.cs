using System.Globalization;
using System.Text;
using Broker.Contracts;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>The disclosure log as its readers see it: files by their C2SP paths, up to the published checkpoint.</summary>
/// <remarks>Entries are appended by <see cref="LogAppender"/> in the transaction of the event that they record; <see cref="Publication"/> publishes them.</remarks>
[GrainType("disclosure-log")]
internal sealed class DisclosureLogGrain(IStore store, Publication publication, VaultService vault, AuditedFacts facts, IGrainFactory grains) : Grain, IDisclosureLogGrain
{
    private const string KeyPrefix = "log/";
    private const int MostRecent = 200;

    private bool IsThisLog => string.Equals(this.GetPrimaryKeyString(), KeyPrefix + vault.Origin, StringComparison.Ordinal);

    public Task<LogFile> Read(string path)
    {
        byte[]? content = IsThisLog && publication.Published is { } published
            ? store.Read(connection => LogStore.ReadPublished(connection, path, published.Head.Size))
            : null;
        return Task.FromResult(new LogFile(content is not null, content ?? []));
    }

    public Task<RecentEntries> Recent(int count)
    {
        if (!IsThisLog || publication.Published is not { } published)
        {
            return Task.FromResult(new RecentEntries(0, []));
        }

        long size = published.Head.Size;
        List<(long Index, byte[] Leaf, byte[] Entry)> newest = store.Read(connection => LogStore.Newest(connection, Math.Clamp(count, 1, MostRecent), size));
        return Task.FromResult(new RecentEntries(
            size,
            [.. newest.Select(row => new EntryView(row.Index, Convert.ToHexStringLower(row.Leaf), Encoding.ASCII.GetString(row.Entry)))]));
    }

    public Task<RecentEntries> Entry(long index)
    {
        long size = IsThisLog ? publication.Published?.Head.Size ?? 0 : 0;
        byte[]? entry = index >= 0 && index < size ? store.Read(connection => LogStore.ReadEntry(connection, index)) : null;
        return Task.FromResult(new RecentEntries(
            size, entry is null ? [] : [new EntryView(index, Convert.ToHexStringLower(Transparency.MerkleHash.Leaf(entry).ToArray()), Encoding.ASCII.GetString(entry))]));
    }

    public async Task<FactsPage> Facts(SignedCall call)
    {
        (Account? auditor, Outcome refusal) = await new Authoriser(grains, vault).Check(call, Account.Auditor, "/log/facts");
        if (auditor is null)
        {
            return new FactsPage(refusal, [], [], -1);
        }

        if (!IsThisLog || RequestText.Read(call.Body, "facts/1", "from") is not [var text]
            || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long from)
            || !string.Equals(text, from.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
        {
            return new FactsPage(Answers.Malformed("question for facts"), [], [], -1);
        }

        (List<EntryFacts> entries, List<long> damaged, long next) = facts.Page(from);
        return new FactsPage(Outcome.Ok, entries, damaged, next);
    }
}
