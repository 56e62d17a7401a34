using System.Globalization;
using System.Text;
using Broker.Briefings;
using Broker.Sealing;
using Broker.Silo.Log;
using Broker.Silo.Storage;

namespace Broker.Silo.Vault;

/// <summary>The key ring that was logged last, as the store remembers it: a ring file that was put back shows against it.</summary>
/// <remarks>Row <c>key-ring</c> of <c>meta</c>: generation, digest (64 hex) and the epochs' ids, with one space between. Public: the log says the same.</remarks>
internal sealed record RingRecord(long Generation, string Digest, IReadOnlyList<EpochId> Epochs)
{
    private const string Key = "key-ring";

    public static RingRecord Of(RingFacts ring) =>
        new(ring.Generation, Convert.ToHexStringLower(ring.Digest), [.. ring.Epochs.Select(epoch => epoch.Id)]);

    /// <summary>Null when no ring was ever logged.</summary>
    /// <exception cref="DamagedStoreException">The row is none that was written here.</exception>
    public static RingRecord? Read(StoreConnection connection)
    {
        if (Meta.Read(connection, Key) is not { } text)
        {
            return null;
        }

        string[] parts = text.Split(' ');
        EpochId[] epochs = new EpochId[Math.Max(0, parts.Length - 2)];
        bool sound = epochs.Length > 0 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out _) && parts[1].Length == 64;
        for (int i = 0; sound && i < epochs.Length; i++)
        {
            sound = EpochId.TryParse(parts[i + 2], out epochs[i]);
        }

        return sound
            ? new RingRecord(long.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture), parts[1], epochs)
            : throw new DamagedStoreException("the store's record of the key ring is damaged; nothing was changed: restore the store from a backup");
    }

    public void Write(StoreConnection connection) => Meta.Write(
        connection, Key, string.Create(CultureInfo.InvariantCulture, $"{Generation} {Digest} {string.Join(' ', Epochs)}"));

    /// <summary>What is wrong with opening this ring beside this store; empty when nothing is.</summary>
    /// <remarks>A newer ring than the store's is sound: a crash between the ring's write and its entry in the log leaves that.</remarks>
    public static string Fault(StoreConnection connection, Origin origin, RingFacts ring)
    {
        if (Read(connection) is not { } last)
        {
            return connection.Number("SELECT count(*) FROM log_entries") > 0
                ? "the store has a log but does not say which key ring was used last: it was changed; nothing was opened"
                : "";
        }

        if (!last.IsLogged(connection, origin))
        {
            // A row alone is changed without a trace, the log's entries are not: whoever puts back ring and row has to cut the log too.
            return "the store's record of the key ring is not the one that its log names last: it was changed; nothing was opened";
        }

        RingRecord now = Of(ring);
        if (now.Generation < last.Generation)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"the key ring is of generation {now.Generation} and the log's last one is {last.Generation}: an older file was put back; nothing was opened");
        }

        return now.Generation == last.Generation && !string.Equals(now.Digest, last.Digest, StringComparison.Ordinal)
            ? string.Create(CultureInfo.InvariantCulture, $"the key ring is of generation {now.Generation} and yet not the one that the log names: another file was put in its place; nothing was opened")
            : "";
    }

    private bool IsLogged(StoreConnection connection, Origin origin) =>
        LogStore.NewestWith(connection, Encoding.ASCII.GetBytes($"{origin}/key-ring/v1\n")) is { } entry
        && LogEntry.TryParse(entry, origin.ToString(), out LogEntry? parsed, out _)
        && parsed is KeyRingEntry logged
        && logged.Generation == Generation
        && string.Equals(logged.Digest.ToString(), Digest, StringComparison.Ordinal);
}
