namespace Broker.Briefings;

/// <summary>Builds release entries: contributors' slots, dummies up to the public number, sorted together.</summary>
public static class ReleaseEntryBuilder
{
    /// <summary>Builds the entry of one release.</summary>
    /// <param name="origin">The log.</param>
    /// <param name="enrolled">Depositors enrolled in the instance, contributing or not: the only thing that sets the number of slots.</param>
    /// <param name="nonce">Fresh and random; it entered the contributors' tags.</param>
    /// <param name="head"><see cref="FactsHead.Of"/> of the release's facts.</param>
    /// <param name="contributors">One slot for each depositor with a record in the release.</param>
    /// <param name="random">Fills the dummies.</param>
    /// <exception cref="ArgumentException">More contributors than enrolled depositors, or a tag twice.</exception>
    public static ReleaseEntry Build(
        string origin, int enrolled, Tag16 nonce, Sha256Digest head, IReadOnlyCollection<ReleaseSlot> contributors, RandomFill random)
    {
        if (contributors.Count > enrolled)
        {
            throw Fault.Malformed(nameof(contributors), "at most the enrolled depositors");
        }

        int count = ReleaseEntry.SlotCount(enrolled);
        SortedDictionary<UInt128, ReleaseSlot> slots = [];
        foreach (ReleaseSlot slot in contributors)
        {
            if (!slots.TryAdd(slot.Tag.Value, slot))
            {
                throw Fault.Malformed(nameof(contributors), "one slot a depositor");
            }
        }

        Span<byte> digest = stackalloc byte[Sha256Digest.Size];
        while (slots.Count < count)
        {
            Tag16 tag = Tag16.New(random);
            random(digest);
            slots.TryAdd(tag.Value, new ReleaseSlot(tag, Sha256Digest.FromBytes(digest)));
        }

        return new ReleaseEntry(origin, nonce, head, [.. slots.Values]);
    }
}
