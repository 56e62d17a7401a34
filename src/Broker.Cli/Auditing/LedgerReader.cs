using System.Text;
using Broker.Briefings;

namespace Broker.Cli;

/// <summary>Finds a depositor's own slots in the whole verified log, asks for their openings and checks each against its slot.</summary>
internal sealed class LedgerReader(GatewayClient gateway, Member member)
{
    private const int MostTags = 100; // an opening of many thousand records takes megabytes

    /// <summary>Extends the member's copy of the log, or the one in <paramref name="folder"/>, and reads the whole of it.</summary>
    public async Task<Ledger> ReadAsync(CancellationToken cancellation, string? folder = null)
    {
        using var mirror = await LogMirror.UpdateAsync(gateway, member.Trust, folder ?? member.Folder.LogMirror, member.Folder.Checkpoint, cancellation);
        List<(long Index, ReleaseSlot Slot)> own = [];
        var log = OwnSlots(member, mirror, own);
        Dictionary<Tag16, byte[]> openings = [];
        foreach (var tags in own.Select(slot => slot.Slot.Tag).OrderBy(tag => tag.Value).Chunk(MostTags))
        {
            await FetchAsync(tags, openings, cancellation);
        }

        return new Ledger(
            log.Head, TrustedLog.Cosigners(mirror.Note.Span, member.Trust), log.Releases, [.. own.Select(slot => new LedgerRelease(slot.Index, Open(slot.Slot, openings)))]);
    }

    /// <summary>Reads the copy of the log as it is, without a server: which releases, and nothing of their openings.</summary>
    public static async Task<Ledger> ReadOfflineAsync(Member member, string? folder, CancellationToken cancellation)
    {
        using var mirror = await LogMirror.OpenAsync(member.Trust, folder ?? member.Folder.LogMirror, member.Folder.Checkpoint, cancellation);
        List<(long Index, ReleaseSlot Slot)> own = [];
        var log = OwnSlots(member, mirror, own);
        return new Ledger(
            log.Head, TrustedLog.Cosigners(mirror.Note.Span, member.Trust), log.Releases, [.. own.Select(slot => new LedgerRelease(slot.Index, null))], IsOffline: true);
    }

    private static VerifiedLog OwnSlots(Member member, LogMirror mirror, List<(long Index, ReleaseSlot Slot)> own)
    {
        using var finder = Finder(member);
        return VerifiedLog.Read(mirror, (index, entry) =>
        {
            var kind = finder.Find(entry, out var slot);
            if (slot is { } found)
            {
                own.Add((index, found));
            }

            return kind;
        });
    }

    private static SlotFinder Finder(Member member)
    {
        SlotFinder? finder = null;
        using var slotKey = member.Secret.Derive("slot");
        slotKey.Use(member.Trust.Log.Name, (key, origin) => finder = new SlotFinder(key, origin));
        return finder!;
    }

    private async Task FetchAsync(Tag16[] tags, Dictionary<Tag16, byte[]> openings, CancellationToken cancellation)
    {
        StringBuilder text = new("openings/1\n");
        foreach (var tag in tags)
        {
            text.Append("tag ").Append(tag).Append('\n');
        }

        var answer = (await gateway.PostTextAsync(member, "/ledger/openings", text.ToString(), cancellation)).Read<OpeningsAnswer>();
        foreach (var opening in answer.Openings)
        {
            if (Tag16.TryParse(Encoding.UTF8.GetBytes(opening.Tag), out var tag))
            {
                openings[tag] = opening.Content;
            }
        }
    }

    private SlotOpening? Open(ReleaseSlot slot, Dictionary<Tag16, byte[]> openings)
    {
        if (!openings.TryGetValue(slot.Tag, out var content) || content.Length == 0)
        {
            return null;
        }

        return SlotOpening.TryParse(content, member.Trust.Log.Name, out var opening, out _)
            && opening!.Digest(member.Trust.Log.Name) == slot.Opening
            && opening.Depositor.ToString() == member.Account.ToString()
            ? opening
            : throw CommandFailure.No("the broker gave another opening than the log commits to");
    }
}
