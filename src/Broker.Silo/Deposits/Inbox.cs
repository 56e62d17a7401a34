using System.Security.Cryptography;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Calendar;
using Broker.Silo.Grains;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Deposits;

/// <summary>Batches that arrive while the vault is sealed: wrapped whole to the installed epoch's public key, and nothing else known of them.</summary>
/// <remarks>
/// Nobody can be told apart while accounts are sealed, so anyone can fill it up to its limit; beyond that it refuses. What can be
/// checked without a key is checked before anything is kept.
/// </remarks>
internal sealed class Inbox(IStore store, VaultService vault, PublishedKeys published, WallClock wall, CalendarClock calendar, SiloOptions options) : IDisposable
{
    private const string Path = "/deposits";
    private const long Unknown = -1;

    // One at a time: a batch is up to 80 MiB and is copied twice on its way.
    private readonly SemaphoreSlim wrapping = new(1);
    private long used = Unknown; // bytes that are kept; written by the store's writing thread only
    private int undone; // writes that failed: what they had counted is not kept, or nobody knows
    private int undoneCounted; // of them, those since which was counted anew; the writing thread's

    private static Outcome Full { get; } =
        Outcome.Refuse("inbox-full", "the vault is sealed and the inbox holds as much as it may; nothing of this batch was kept");

    private long Limit => (long)options.InboxMiB << 20;

    /// <summary>How many batches wait, of one epoch or of all.</summary>
    public static long Count(StoreConnection connection, EpochId? epoch = null) => (epoch is { } one
        ? connection.Number("SELECT count(*) FROM inbox WHERE epoch = $1", one.ToString())
        : connection.Number("SELECT count(*) FROM inbox")) ?? 0;

    /// <summary>Keeps a batch, unchecked but for its form and its time. <c>sealed</c> when there is no epoch to wrap it to.</summary>
    /// <param name="call">The call.</param>
    /// <param name="depositor">The account that the call is for, as text: the one that claims to have signed.</param>
    /// <param name="idempotencyKey">Its idempotency key.</param>
    public async Task<Outcome> Keep(SignedCall call, string depositor, string idempotencyKey)
    {
        if (published.Epoch is not { } epoch)
        {
            return Answers.Sealed;
        }

        DateTimeOffset arrived = DateTimeOffset.FromUnixTimeSeconds(wall.Now.ToUnixTimeSeconds());
        if (Refusal(call, depositor, idempotencyKey, arrived) is { } refusal)
        {
            return refusal;
        }

        // Already full: nothing is wrapped for a stranger's sake. What counts is checked again when it is written.
        if (Volatile.Read(ref undone) == Volatile.Read(ref undoneCounted) && Volatile.Read(ref used) + call.Body.Length > Limit)
        {
            return Full;
        }

        // Before the wait, in which the vault may be unsealed and another sharing policy come into force.
        (DateOnly day, long logSize) = store.Read(connection => (DailyRoots.OpenDay(connection, calendar.Today), LogStore.Size(connection)));
        await wrapping.WaitAsync();
        try
        {
            return new InboxItem(call, idempotencyKey, arrived, day, logSize).SealTo(epoch, vault.Origin, vault.Random) is { } kept
                ? await store.WriteAsync(connection => Write(connection, epoch.Id, kept))
                : Answers.Malformed("request");
        }
        catch (StoreUnavailableException)
        {
            Interlocked.Increment(ref undone);
            throw;
        }
        finally
        {
            wrapping.Release();
        }
    }

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => store.Read(connection => connection.Number("SELECT 1 FROM inbox LIMIT 1")) is null;

    /// <summary>The oldest batch after the given one; null when there is none.</summary>
    public (long Id, string Epoch, byte[] Kept)? Next(long after) => store.Read(connection => connection
        .Rows(row => ((long, string, byte[])?)(row.GetInt64(0), row.GetString(1), row.Bytes(2)), "SELECT id, epoch, sealed FROM inbox WHERE id > $1 ORDER BY id LIMIT 1", after)
        .SingleOrDefault());

    /// <summary>Deletes a batch that was taken or dropped.</summary>
    public async Task Remove(long id)
    {
        try
        {
            await store.WriteAsync(connection =>
            {
                long size = connection.Number("SELECT length(sealed) FROM inbox WHERE id = $1", id) ?? 0;
                connection.Execute("DELETE FROM inbox WHERE id = $1", id);
                Volatile.Write(ref used, used == Unknown ? Unknown : used - size);
            });
        }
        catch (StoreUnavailableException)
        {
            Interlocked.Increment(ref undone);
            throw;
        }
    }

    /// <summary>Overwrites what was removed, in the store's file and in its log: a batch of a record that was shredded earlier may be among it.</summary>
    public Task ShredRemoved() => store.ShredAsync(_ => true);

    public void Dispose() => wrapping.Dispose();

    private Outcome? Refusal(SignedCall call, string depositor, string idempotencyKey, DateTimeOffset now)
    {
        // As an unsealed silo would: signed for this route, by who it says, within its five minutes, and after this silo started.
        RequestFailure? failure = RequestSignature.CheckWithoutKey(
            Authoriser.Headers(call), SHA256.HashData(call.Body), now, out AccountId keyId, out DateTimeOffset created);
        if (failure is not null || created < wall.StartedAt || !Authoriser.IsFor(call, Path) || !string.Equals(keyId.ToString(), depositor, StringComparison.Ordinal))
        {
            return Answers.Unauthorised;
        }

        if (!BatchIntake.IsKey(idempotencyKey))
        {
            return Answers.Malformed("idempotency key");
        }

        return DepositPackage.TryReadBatch(call.Body, out _, out DepositRefusal malformed) ? null : BatchIntake.MalformedBatch(malformed);
    }

    private Outcome Write(StoreConnection connection, EpochId epoch, byte[] kept)
    {
        int failed = Volatile.Read(ref undone);
        long before = used == Unknown || failed != Volatile.Read(ref undoneCounted) ? connection.Number("SELECT coalesce(sum(length(sealed)), 0) FROM inbox") ?? 0 : used;
        Volatile.Write(ref undoneCounted, failed);
        if (before + kept.Length > Limit)
        {
            Volatile.Write(ref used, before);
            return Full;
        }

        connection.Execute("INSERT INTO inbox (epoch, sealed) VALUES ($1, $2)", epoch.ToString(), kept);
        Volatile.Write(ref used, before + kept.Length);
        return Outcome.Ok;
    }
}
