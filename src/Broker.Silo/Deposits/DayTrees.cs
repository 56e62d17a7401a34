using System.Security.Cryptography;
using System.Text;
using Broker.Sealing;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Broker.Transparency;

namespace Broker.Silo.Deposits;

/// <summary>The trees of deposit commitments of days that are over: of constant size, filled with dummies from a seed that is kept sealed.</summary>
/// <remarks>
/// A few trees are kept in memory: depositors ask for the same days at about the same time, and a tree takes a hundred thousand hashes. A kept
/// tree holds hashes only and does not tell the meant ones from the dummies.
/// </remarks>
internal sealed class DayTrees(IStore store, VaultService vault)
{
    private const int TreesKept = 2;

    private readonly Lock guard = new();
    private readonly LinkedList<(DateOnly Day, PaddedTree Tree)> kept = new(); // newest first; guarded by guard

    /// <summary>The tree that is to be rooted, with a new seed, in the caller's transaction; null when the day had no deposit.</summary>
    public static PaddedTree? Close(StoreConnection connection, VaultService vault, DateOnly day)
    {
        byte[] tag = DailyRoots.Tag(vault, day);
        List<Hash32> leaves = Leaves(connection, tag);
        if (leaves.Count == 0)
        {
            return null;
        }

        byte[] seed = GC.AllocateArray<byte>(PaddedTree.SeedSize, pinned: true);
        try
        {
            RandomNumberGenerator.Fill(seed);
            connection.Execute("INSERT INTO day_seeds (day, sealed) VALUES ($1, $2)", tag, vault.SealAtRest(SealedColumns.DaySeeds.Place(tag), seed));
            return Build(vault, leaves, seed, day);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>The tree of a day that was rooted over deposits, built again; null when its seed is missing or does not open.</summary>
    public PaddedTree? Find(DateOnly day)
    {
        lock (guard)
        {
            if (kept.FirstOrDefault(one => one.Day == day).Tree is { } known)
            {
                return known;
            }
        }

        PaddedTree? tree = store.Read(connection => Rebuild(connection, day));
        if (tree is not null)
        {
            Keep(day, tree);
        }

        return tree;
    }

    private PaddedTree? Rebuild(StoreConnection connection, DateOnly day)
    {
        byte[] tag = DailyRoots.Tag(vault, day);
        if (connection.Blob("SELECT sealed FROM day_seeds WHERE day = $1", tag) is not { } stored)
        {
            return null;
        }

        byte[] seed = [];
        try
        {
            seed = vault.OpenAtRest(SealedColumns.DaySeeds.Place(tag), stored);
            return seed.Length == PaddedTree.SeedSize ? Build(vault, Leaves(connection, tag), seed, day) : null;
        }
        catch (DamagedStoreException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    private void Keep(DateOnly day, PaddedTree tree)
    {
        lock (guard)
        {
            if (kept.All(one => one.Day != day))
            {
                kept.AddFirst((day, tree));
            }

            while (kept.Count > TreesKept)
            {
                kept.RemoveLast();
            }
        }
    }

    private static PaddedTree Build(VaultService vault, List<Hash32> leaves, byte[] seed, DateOnly day) => PaddedTree.Build(
        leaves, seed, Encoding.ASCII.GetBytes(Domains.DepositDummies(vault.Origin)), Encoding.ASCII.GetBytes(DayMark.Text(day)));

    private static List<Hash32> Leaves(StoreConnection connection, byte[] tag) =>
        connection.Rows(row => new Hash32(row.Bytes(0)), "SELECT leaf FROM commitments WHERE day = $1 ORDER BY leaf", tag);
}
