namespace Broker.Briefings;

/// <summary>Strict reader of log entries: a type that is not on the list is refused, not skipped.</summary>
internal static class LogEntryReader
{
    public static bool TryRead(ReadOnlySpan<byte> entry, string origin, out LogEntry? parsed, out LogEntryFault fault)
    {
        parsed = null;
        if (entry.Length > LogEntry.MaxBytes)
        {
            fault = LogEntryFault.TooLarge;
            return false;
        }

        LineReader lines = new(entry);
        fault = ReadKind(ref lines, origin, out LogEntryKind kind);
        if (fault == LogEntryFault.None)
        {
            fault = ReadBody(ref lines, kind, origin, out parsed);
        }

        if (fault == LogEntryFault.None && !lines.AtEnd)
        {
            fault = LogEntryFault.TrailingBytes;
        }

        parsed = fault == LogEntryFault.None ? parsed : null;
        return fault == LogEntryFault.None;
    }

    private static LogEntryFault ReadKind(ref LineReader lines, string origin, out LogEntryKind kind)
    {
        kind = default;
        if (!lines.TryLine(out ReadOnlySpan<byte> line))
        {
            return LogEntryFault.Line;
        }

        byte[] prefix = Ascii.Utf8(origin + "/");
        if (!line.StartsWith(prefix))
        {
            return LogEntryFault.Origin;
        }

        foreach (LogEntryKind candidate in LogEntryKinds.All)
        {
            if (System.Text.Ascii.Equals(line[prefix.Length..], LogEntryKinds.Word(candidate) + "/v1"))
            {
                kind = candidate;
                return LogEntryFault.None;
            }
        }

        return LogEntryFault.Kind;
    }

    private static LogEntryFault ReadBody(ref LineReader lines, LogEntryKind kind, string origin, out LogEntry? parsed)
    {
        switch (kind)
        {
            case LogEntryKind.Release:
                return ReadRelease(ref lines, origin, out parsed);
            case LogEntryKind.PolicyRevision:
                return PolicyRevisionEntry.Read(ref lines, origin, out parsed);
            case LogEntryKind.VaultEvent:
                return ReadVaultEvent(ref lines, origin, out parsed);
            case LogEntryKind.KeyRing:
                return ReadKeyRing(ref lines, origin, out parsed);
            case LogEntryKind.EpochKey:
                return ReadEpochKey(ref lines, origin, out parsed);
            case LogEntryKind.DepositRoot:
                return ReadDepositRoot(ref lines, origin, out parsed);
            case LogEntryKind.EmergencyPlan:
                return EmergencyPlanEntry.Read(ref lines, origin, out parsed);
            default:
                LogEntryFault fault = ReadHead(ref lines, out Tag16 nonce, out Sha256Digest head);
                parsed = fault == LogEntryFault.None ? new CommittedEntry(kind, origin, nonce, head) : null;
                return fault;
        }
    }

    private static LogEntryFault ReadHead(ref LineReader lines, out Tag16 nonce, out Sha256Digest head)
    {
        nonce = default;
        head = default;
        return !lines.TryValue("nonce"u8, out ReadOnlySpan<byte> value) ? LogEntryFault.Line
            : !Tag16.TryParse(value, out nonce) ? LogEntryFault.Value
            : ReadDigest(ref lines, "head"u8, out head);
    }

    private static LogEntryFault ReadDigest(ref LineReader lines, ReadOnlySpan<byte> key, out Sha256Digest digest)
    {
        digest = default;
        return !lines.TryValue(key, out ReadOnlySpan<byte> value) ? LogEntryFault.Line
            : !Sha256Digest.TryParse(value, out digest) ? LogEntryFault.Value
            : LogEntryFault.None;
    }

    private static LogEntryFault ReadRelease(ref LineReader lines, string origin, out LogEntry? parsed)
    {
        parsed = null;
        LogEntryFault fault = ReadHead(ref lines, out Tag16 nonce, out Sha256Digest head);
        List<ReleaseSlot> slots = [];
        while (fault == LogEntryFault.None && !lines.AtEnd)
        {
            fault = ReadSlot(ref lines, slots);
        }

        if (fault == LogEntryFault.None
            && (slots.Count is < ReleaseEntry.FewestSlots or > ReleaseEntry.MostSlots || !System.Numerics.BitOperations.IsPow2(slots.Count)))
        {
            fault = LogEntryFault.SlotCount;
        }

        parsed = fault == LogEntryFault.None ? new ReleaseEntry(origin, nonce, head, slots) : null;
        return fault;
    }

    private static LogEntryFault ReadSlot(ref LineReader lines, List<ReleaseSlot> slots)
    {
        if (!lines.TryValue("slot"u8, out ReadOnlySpan<byte> value))
        {
            return LogEntryFault.Line;
        }

        if (!LineReader.TryField(ref value, out ReadOnlySpan<byte> field) || !Tag16.TryParse(field, out Tag16 tag)
            || !Sha256Digest.TryParse(value, out Sha256Digest digest))
        {
            return LogEntryFault.Value;
        }

        if (slots.Count > 0 && slots[^1].Tag.CompareTo(tag) >= 0)
        {
            return LogEntryFault.SlotOrder;
        }

        slots.Add(new ReleaseSlot(tag, digest));
        return slots.Count > ReleaseEntry.MostSlots ? LogEntryFault.SlotCount : LogEntryFault.None;
    }

    private static LogEntryFault ReadVaultEvent(ref LineReader lines, string origin, out LogEntry? parsed)
    {
        parsed = null;
        if (!lines.TryValue("event"u8, out ReadOnlySpan<byte> word))
        {
            return LogEntryFault.Line;
        }

        int happened = CodeWords.IndexOf(word, VaultEventEntry.Words);
        LogEntryFault fault = ReadEpoch(ref lines, out uint epoch);
        if (fault == LogEntryFault.None && happened >= 0)
        {
            parsed = new VaultEventEntry(origin, (VaultEvent)happened, epoch);
        }

        return happened < 0 ? LogEntryFault.Value : fault;
    }

    private static LogEntryFault ReadEpoch(ref LineReader lines, out uint epoch)
    {
        epoch = 0;
        return !lines.TryValue("epoch"u8, out ReadOnlySpan<byte> value) ? LogEntryFault.Line
            : !Epochs.TryParse(value, out epoch) ? LogEntryFault.Value
            : LogEntryFault.None;
    }

    private static LogEntryFault ReadKeyRing(ref LineReader lines, string origin, out LogEntry? parsed)
    {
        parsed = null;
        if (!lines.TryValue("generation"u8, out ReadOnlySpan<byte> value))
        {
            return LogEntryFault.Line;
        }

        if (!Ascii.TryNumber(value, long.MaxValue, out long generation) || generation < 1)
        {
            return LogEntryFault.Value;
        }

        LogEntryFault fault = ReadDigest(ref lines, "digest"u8, out Sha256Digest digest);
        parsed = new KeyRingEntry(origin, generation, digest);
        return fault;
    }

    private static LogEntryFault ReadEpochKey(ref LineReader lines, string origin, out LogEntry? parsed)
    {
        LogEntryFault fault = ReadEpoch(ref lines, out uint epoch);
        Sha256Digest key = default;
        fault = fault != LogEntryFault.None ? fault : ReadDigest(ref lines, "public"u8, out key);
        parsed = new EpochKeyEntry(origin, epoch, key);
        return fault;
    }

    private static LogEntryFault ReadDepositRoot(ref LineReader lines, string origin, out LogEntry? parsed)
    {
        parsed = null;
        if (!lines.TryValue("day"u8, out ReadOnlySpan<byte> value))
        {
            return LogEntryFault.Line;
        }

        if (!Ascii.TryDate(value, out DateOnly day))
        {
            return LogEntryFault.Value;
        }

        LogEntryFault fault = ReadDigest(ref lines, "root"u8, out Sha256Digest root);
        parsed = new DepositRootEntry(origin, day, root);
        return fault;
    }
}
