using Broker.Sealing;
using Broker.Silo.Log;
using Broker.Silo.Vault;
using Broker.Transparency;

namespace Broker.Silo.Backup;

/// <summary>The disclosure log as the rows of a backup have it: hashed anew, entry by entry, and held against the checkpoint that was signed last.</summary>
internal sealed class BackupLog(string origin)
{
    private readonly LogEdge edge = new();
    private readonly List<LogFile> full = [];
    private byte[]? signed;
    private string? key;
    private bool isSound = true;

    public TreeHead Head => edge.Head;

    /// <summary>Takes a row of any table.</summary>
    public void Take(string table, ReadOnlySpan<object?> values)
    {
        switch (table)
        {
            case "log_entries":
                Append((long)values[0]!, (byte[])values[2]!, (byte[])values[3]!);
                break;
            case "log_files" when values[0] is LogStore.SignedPath:
                signed = (byte[])values[1]!;
                break;
            case "meta" when values[0] is PublishedKeys.LogKeyKey:
                key = (string)values[1]!;
                break;
        }
    }

    /// <summary>Whether the rows are the log of the signed checkpoint; an empty log has none.</summary>
    public bool IsSigned()
    {
        if (!isSound || (signed is null && edge.Size > 0))
        {
            return false;
        }

        return signed is null
            || (key is { Length: 64 } && key.All(char.IsAsciiHexDigitLower)
                && Checkpoint.TryOpen(signed, new NoteVerifier(new VerifierKey(origin, Convert.FromHexString(key)), Ed25519.Verify), out Checkpoint? checkpoint, out _)
                && checkpoint.Head == Head);
    }

    private void Append(long index, ReadOnlySpan<byte> leaf, ReadOnlySpan<byte> entry)
    {
        Hash32 hash = MerkleHash.Leaf(entry);
        isSound &= index == edge.Size && leaf.SequenceEqual(hash.ToArray());
        edge.Append(hash, full);
        full.Clear();
    }
}
