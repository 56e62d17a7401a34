namespace Broker.Faults.Power;

/// <summary>A file as a disk may hold it: what is durable, and what was written since and may or may not be there after a power cut.</summary>
internal sealed class ModelFile
{
    private const int Page = 4096;

    private readonly List<DiskEvent> unsynced = [];
    private byte[] durable = [];
    private long taken; // how many writes have become durable, ever

    /// <summary>How many writes there were, ever: what a sync that begins now will make durable.</summary>
    public long Written => taken + unsynced.Count;

    public void Write(DiskEvent change) => unsynced.Add(change);

    /// <summary>The first <paramref name="count"/> writes, counted from the beginning of time, are durable from now on.</summary>
    public void Sync(long count)
    {
        int fresh = (int)Math.Max(0, count - taken);
        for (int i = 0; i < fresh; i++)
        {
            durable = Apply(durable, unsynced[i]);
        }

        unsynced.RemoveRange(0, fresh);
        taken += fresh;
    }

    /// <summary>One of the contents that a power cut can leave.</summary>
    public byte[] After(PowerCut cut, Dice dice)
    {
        byte[] content = (byte[])durable.Clone();
        foreach (DiskEvent change in unsynced)
        {
            content = cut switch
            {
                PowerCut.NothingUnsynced => content,
                PowerCut.Everything => Apply(content, change),
                PowerCut.SomeWrites => dice.Coin() ? Apply(content, change) : content,
                PowerCut.SomePages => Torn(content, change, dice),
                _ => throw new ArgumentOutOfRangeException(nameof(cut)),
            };
        }

        return content;
    }

    // Each page of the write by itself.
    private static byte[] Torn(byte[] content, DiskEvent change, Dice dice)
    {
        if (change.Kind == DiskEventKind.Truncate)
        {
            return dice.Coin() ? Apply(content, change) : content;
        }

        for (int from = 0; from < change.Data.Length;)
        {
            int length = (int)Math.Min(change.Data.Length - from, Page - ((change.Offset + from) % Page));
            if (dice.Coin())
            {
                content = Apply(content, change with { Offset = change.Offset + from, Data = change.Data[from..(from + length)] });
            }

            from += length;
        }

        return content;
    }

    private static byte[] Apply(byte[] content, DiskEvent change)
    {
        if (change.Kind == DiskEventKind.Truncate)
        {
            Array.Resize(ref content, (int)change.Offset);
            return content;
        }

        if (content.Length < change.Offset + change.Data.Length)
        {
            Array.Resize(ref content, (int)change.Offset + change.Data.Length);
        }

        change.Data.CopyTo(content, (int)change.Offset);
        return content;
    }
}
