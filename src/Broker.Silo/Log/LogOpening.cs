using System.Globalization;
using Broker.Briefings;
using Broker.Sealing;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Log;

/// <summary>What the log says of the vault: its epoch keys and key rings, once each, and what happened to it.</summary>
/// <remarks>
/// What a change of the key ring was (a new epoch, the end of one, a rekey) is read off the difference between the ring and the one that was
/// logged last. So the same code writes the entries right after a change and, when a crash came between, at the next unsealing.
/// </remarks>
internal sealed class LogOpening(IStore store, LogEntries entries, VaultService vault, PublishedKeys published, StartKey start)
{
    private readonly string origin = vault.Origin.ToString();
    private int unsealings; // of this start; changed by Interlocked only

    /// <summary>Writes the entries of an unsealing at the silo's start; nothing while it is sealed.</summary>
    public void Write()
    {
        if (vault.IsUnsealed)
        {
            WriteUnsealing().GetAwaiter().GetResult();
        }
    }

    /// <summary>The ring as it is and that the vault was unsealed.</summary>
    public Task WriteUnsealing()
    {
        string key = string.Create(CultureInfo.InvariantCulture, $"unseal/{start.Id}/{Interlocked.Increment(ref unsealings)}");
        return store.WriteAsync(connection =>
        {
            RingFacts ring = vault.Facts;
            AppendRing(connection, ring, Event(key, VaultEvent.Unseal, ring.Current.Id));
            published.KeepLogKey(connection, ring.LogKey);
        });
    }

    /// <summary>The ring as it is, when it was changed since it was logged last.</summary>
    public Task WriteRing() => store.WriteAsync(connection => AppendRing(connection, vault.Facts));

    /// <summary>That the vault is sealed now, for it can't be said afterwards.</summary>
    public Task WriteSealing()
    {
        string key = string.Create(CultureInfo.InvariantCulture, $"seal/{start.Id}/{Volatile.Read(ref unsealings)}");
        return store.WriteAsync(connection => entries.Append(connection, [Event(key, VaultEvent.Seal, vault.CurrentEpoch.Id)]));
    }

    /// <summary>All under one checkpoint; what the log has already is not appended again.</summary>
    private void AppendRing(StoreConnection connection, RingFacts ring, params ReadOnlySpan<(string Key, LogEntry Entry)> more)
    {
        RingRecord? last = RingRecord.Read(connection);
        var now = RingRecord.Of(ring);
        var said = new List<(string Key, LogEntry Entry)>();
        foreach (EpochKey epoch in ring.Epochs)
        {
            said.Add(($"epoch-key/{Number(epoch.Id)}", new EpochKeyEntry(origin, Number(epoch.Id), Sha256Digest.FromBytes(epoch.PublicKey))));
        }

        said.Add((string.Create(CultureInfo.InvariantCulture, $"key-ring/{ring.Generation}"), new KeyRingEntry(origin, ring.Generation, Sha256Digest.FromBytes(ring.Digest))));
        if (last is not null && last.Generation != now.Generation)
        {
            said.AddRange(Changes(last, now));
        }

        said.AddRange(more);
        entries.Append(connection, said);
        now.Write(connection);
    }

    private List<(string Key, LogEntry Entry)> Changes(RingRecord last, RingRecord now)
    {
        var said = new List<(string Key, LogEntry Entry)>();
        said.AddRange(now.Epochs.Except(last.Epochs).Select(begun => Event($"rotate/{begun}", VaultEvent.Rotate, begun)));
        said.AddRange(last.Epochs.Except(now.Epochs).Select(ended => Event($"end-epoch/{ended}", VaultEvent.EndEpoch, ended)));
        return said.Count > 0 ? said : [Event(string.Create(CultureInfo.InvariantCulture, $"rekey/{now.Generation}"), VaultEvent.Rekey, now.Epochs[^1])];
    }

    private (string Key, LogEntry Entry) Event(string key, VaultEvent happened, EpochId epoch) => (key, new VaultEventEntry(origin, happened, Number(epoch)));

    private static uint Number(EpochId epoch) => Convert.ToUInt32(epoch.ToString(), 16);
}
