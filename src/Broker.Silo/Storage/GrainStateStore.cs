using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Broker.Silo.Vault;
using Orleans.Storage;

namespace Broker.Silo.Storage;

/// <summary>Grains' states in the table <c>grain_state</c>, on either engine: a row a grain and state, sealed at rest, written in the store's groups.</summary>
/// <remarks>
/// A row stands under a keyed tag of the full grain id (type and key) and the name of the state, and its value is bound to both and to its version, so that
/// the file tells neither whose it is nor can an older value be put under a newer version. While the vault is sealed nothing is read or written.
/// The version is random: one of a state that was cleared since fits no later one. A write whose outcome nobody knows leaves the caller's version as it was:
/// if it was kept after all, the next write is a conflict and the state is read again.
/// States are JSON by their public properties; what does not read as the type is taken for damage, and no exception names what it holds.
/// </remarks>
internal sealed class GrainStateStore(IStore store, VaultService vault) : IGrainStorage
{
    /// <summary>The name that states of the product's grains give as their storage.</summary>
    public const string Name = "broker";

    /// <summary>Bytes of a state: what is larger belongs into tables of its own.</summary>
    public const int LargestState = 1024 * 1024;

    private const string TagUse = "grain-state";
    private const int VersionDigits = 32;

    private static readonly JsonSerializerOptions Strict = new() { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false };

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        string grain = Key(grainId);
        (string Version, byte[] Sealed)? row = store.Read(connection => connection.Rows(
            row => ((string, byte[])?)(row.GetString(0), row.Bytes(1)), "SELECT etag, sealed FROM grain_state WHERE grain = $1 AND name = $2", grain, stateName).SingleOrDefault());
        if (row is not { } found)
        {
            Reset(grainState);
            return Task.CompletedTask;
        }

        byte[] plain = vault.OpenAtRest(SealedColumns.GrainStates.Place(grain, stateName, found.Version), found.Sealed);
        try
        {
            grainState.State = Read<T>(plain);
            (grainState.ETag, grainState.RecordExists) = (found.Version, true);
            return Task.CompletedTask;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        string grain = Key(grainId);
        string? current = grainState.ETag;
        string next = RandomNumberGenerator.GetHexString(VersionDigits, lowercase: true);
        byte[] plain = JsonSerializer.SerializeToUtf8Bytes(grainState.State ?? throw new InvalidOperationException("a state that is null can't be written; clear it"), Strict);
        try
        {
            if (plain.Length > LargestState)
            {
                throw new InvalidOperationException("the state is larger than a grain's state may be; nothing was written");
            }

            await store.WriteAsync(connection =>
            {
                Check(connection, grain, stateName, current);

                // In the transaction: a value that is sealed before it could come too late for the end of its epoch.
                byte[] value = vault.SealAtRest(SealedColumns.GrainStates.Place(grain, stateName, next), plain);
                connection.Execute(
                    "INSERT INTO grain_state (grain, name, etag, version, sealed) VALUES ($1, $2, $3, 1, $4) "
                    + "ON CONFLICT (grain, name) DO UPDATE SET etag = excluded.etag, version = grain_state.version + 1, sealed = excluded.sealed",
                    grain, stateName, next, value);
            });
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }

        (grainState.ETag, grainState.RecordExists) = (next, true);
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        string grain = Key(grainId);
        string? current = grainState.ETag;
        await store.WriteAsync(connection =>
        {
            Check(connection, grain, stateName, current);
            connection.Execute("DELETE FROM grain_state WHERE grain = $1 AND name = $2", grain, stateName);
        });
        Reset(grainState);
    }

    /// <summary>In the transaction: the version that is stored is the one that the caller read, or neither has one.</summary>
    private static void Check(StoreConnection connection, string grain, string stateName, string? current)
    {
        string? stored = connection.Text("SELECT etag FROM grain_state WHERE grain = $1 AND name = $2", grain, stateName);
        if (!string.Equals(stored, current, StringComparison.Ordinal))
        {
            throw new InconsistentStateException("the stored state has another version", stored, current);
        }
    }

    private static T Read<T>(byte[] plain)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(plain, Strict) ?? throw new DamagedStoreException("a stored grain state is empty");
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException)
        {
            // Without what it says: it quotes what it read.
            throw new DamagedStoreException("a stored grain state does not read as its type");
        }
    }

    private static void Reset<T>(IGrainState<T> grainState)
    {
        (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null, false);
    }

    private string Key(GrainId grain) => Convert.ToHexStringLower(vault.Tag(TagUse, grain.ToString()));
}
