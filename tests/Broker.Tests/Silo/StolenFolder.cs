using System.Security.Cryptography;
using System.Text;
using Broker.Sealing;
using Broker.Silo.Storage;
using Microsoft.Data.Sqlite;

namespace Broker.Tests.Silo;

/// <summary>
/// Whoever has a copy of the data folder and a root key, and opens what opens: by the rows of the database as docs/specs/vault.md describes
/// them, and by trying every place of its files where a wrapped data key could lie.
/// </summary>
internal sealed class StolenFolder : IDisposable
{
    private const string Origin = "broker.localhost";
    private const int EpochPrefix = 8;

    private readonly TemporaryFolder copy = new();
    private readonly SecretKey ringKey;

    private StolenFolder(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            File.Copy(file, copy.At(Path.GetFileName(file)));
        }

        using SecretKey root = SecretKey.FromBytes(File.ReadAllBytes(copy.At("development.key")));
        ringKey = KeyRing.RingKey(root);
    }

    public static StolenFolder Of(string folder) => new(folder);

    /// <summary>The key ring of this copy, opened.</summary>
    public KeyRing OpenRing() => KeyRing.TryOpen(File.ReadAllBytes(copy.At("key-ring")), ringKey, out KeyRing? ring, out _)
        ? ring!
        : throw new InvalidOperationException("the control of the attack: the ring opens with the root");

    /// <summary>The observation of a record under the ring, or null. Any way that leads to it will do.</summary>
    public byte[]? TryOpen(RecordId record, KeyRing ring)
    {
        // First as the silo itself would, then by carving, which also finds keys that no row holds any more.
        foreach (byte[] candidate in Wrapped(record).Concat(Windows()))
        {
            foreach (VaultEpoch epoch in ring.Epochs)
            {
                if (KeyWrap.TryUnwrap(candidate, epoch.Storage, Aad($"data_keys.sealed/{record}"), out SecretKey? key))
                {
                    using (key)
                    {
                        // A data key in the attacker's hands is a record lost, whether or not its content is still here.
                        return Content(record, key!) ?? [];
                    }
                }
            }
        }

        return null;
    }

    /// <summary>The texts of all openings of slots that open under the ring.</summary>
    public IReadOnlyList<string> Openings(KeyRing ring)
    {
        var texts = new List<string>();
        foreach ((byte[] tag, byte[] owner, byte[] stored) in Read(connection => connection.Rows(
            row => (row.Bytes(0), row.Bytes(1), row.Bytes(2)), "SELECT tag, owner, sealed FROM openings")))
        {
            byte[] plain = new byte[stored.Length - EpochPrefix - XChaCha20Poly1305.Overhead];
            byte[] aad = Aad($"openings.sealed/{Convert.ToHexStringLower(tag)}/{Convert.ToHexStringLower(owner)}");
            if (ring.Epochs.Any(epoch => XChaCha20Poly1305.TryOpen(plain, epoch.Storage, aad, stored.AsSpan(EpochPrefix))) && Padding.TryUnpad(plain, out Range content))
            {
                texts.Add(Encoding.UTF8.GetString(plain[content]));
            }
        }

        return texts;
    }

    /// <summary>Whether the bytes lie in the database, its write-ahead log or its shared memory.</summary>
    public bool Holds(ReadOnlySpan<byte> bytes)
    {
        foreach (byte[] file in DatabaseFiles())
        {
            if (file.AsSpan().IndexOf(bytes) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>All files of the copy.</summary>
    public IEnumerable<byte[]> AllFiles() => Directory.EnumerateFiles(copy.Path).Select(File.ReadAllBytes);

    public IEnumerable<byte[]> DatabaseFiles() => Directory.EnumerateFiles(copy.Path, "broker.db*").Select(File.ReadAllBytes);

    public void Dispose()
    {
        ringKey.Dispose();
        copy.Dispose();
    }

    private byte[]? Content(RecordId record, SecretKey dataKey)
    {
        (byte[]? manifest, byte[]? observation) = Read(connection => (
            connection.Blob("SELECT manifest FROM records WHERE record = $1", record.ToString()),
            connection.Blob("SELECT sealed FROM records WHERE record = $1", record.ToString())));
        if (Open(dataKey, $"records.manifest/{record}", manifest) is not { } note)
        {
            return null;
        }

        string text = Encoding.UTF8.GetString(note);
        byte[] head = Encoding.UTF8.GetBytes(text[..(text.IndexOf("\nobservation ", StringComparison.Ordinal) + 1)]);
        return Open(dataKey, $"records.sealed/{record}/{Convert.ToHexStringLower(SHA256.HashData(head))}", observation);
    }

    private static byte[]? Open(SecretKey key, string place, byte[]? stored)
    {
        byte[] plain = new byte[Math.Max(0, (stored?.Length ?? 0) - XChaCha20Poly1305.Overhead)];
        return stored is not null && XChaCha20Poly1305.TryOpen(plain, key, Aad(place), stored) && Padding.TryUnpad(plain, out Range content) ? plain[content] : null;
    }

    private IEnumerable<byte[]> Wrapped(RecordId record) =>
        Read(connection => connection.Blob("SELECT sealed FROM data_keys WHERE record = $1", record.ToString())) is { } stored ? [stored[EpochPrefix..]] : [];

    private IEnumerable<byte[]> Windows()
    {
        foreach (byte[] file in DatabaseFiles())
        {
            for (int at = 0; at + KeyWrap.Size <= file.Length; at++)
            {
                // Zeroed regions can't hold a key.
                if (file[at] != 0 || file[at + 1] != 0)
                {
                    yield return file[at..(at + KeyWrap.Size)];
                }
            }
        }
    }

    private T Read<T>(Func<SqliteConnection, T> read)
    {
        // On a copy of the copy: opening moves the write-ahead log into the file, and the attacker wants both as they were.
        using var scratch = new TemporaryFolder();
        foreach (string file in Directory.EnumerateFiles(copy.Path, "broker.db*"))
        {
            File.Copy(file, scratch.At(Path.GetFileName(file)));
        }

        using var connection = new SqliteConnection($"Data Source={scratch.At("broker.db")};Pooling=False");
        connection.Open();
        return read(connection);
    }

    private static byte[] Aad(string place) => Encoding.UTF8.GetBytes($"{Origin}/at-rest/v1\n{place}");
}
