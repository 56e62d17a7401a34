using System.Security.Cryptography;
using System.Text;
using Broker.Sealing;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>
/// A log's file in a witness's state: the last cosigned checkpoint with the log's signature and the witness's, or <c>none</c>. It is there from the
/// moment that the witness knows the log, so that a file that is gone is told from a log that is new.
/// </summary>
internal sealed class WitnessLogFile
{
    private const int Limit = 64 * 1024;
    private readonly string path;
    private readonly string forkPath;
    private readonly DurableWrite write;

    private WitnessLogFile(string path, string forkPath, DurableWrite write, TreeHead head, byte[] note)
        => (this.path, this.forkPath, this.write, Head, Note) = (path, forkPath, write, head, note);

    /// <summary>What the file said when it was read.</summary>
    public TreeHead Head { get; }

    /// <summary>The cosigned note; empty for none.</summary>
    public byte[] Note { get; }

    /// <summary>True when a note of another tree of a cosigned size is kept.</summary>
    public bool HasFork => File.Exists(forkPath);

    /// <summary>Where such a note is kept.</summary>
    public string ForkPath => forkPath;

    private static ReadOnlySpan<byte> None => "none\n"u8;

    /// <summary>SHA-256 of a log's origin in lower-case hexadecimal.</summary>
    public static string HashOf(string origin) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)));

    /// <summary>Makes the file of a log that is new here; one that is there stays.</summary>
    public static void Create(string folder, VerifierKey log, DurableWrite write)
    {
        if (!File.Exists(PathOf(folder, log)))
        {
            write(PathOf(folder, log), None);
        }
    }

    /// <summary>Reads and verifies a log's file.</summary>
    /// <exception cref="CommandFailure">It is gone or is not what this witness wrote.</exception>
    public static WitnessLogFile Read(string folder, NoteVerifier log, CosignerKey key, DurableWrite write)
    {
        var path = PathOf(folder, log.Key);
        var forkPath = Path.Combine(folder, HashOf(log.Key.Name) + ".fork");
        var bytes = File.Exists(path) ? PrivateFile.Read(path, Limit) : throw Lost(log.Key, "is gone");
        if (bytes.AsSpan().SequenceEqual(None))
        {
            return new WitnessLogFile(path, forkPath, write, TreeHead.Empty, []);
        }

        return Checkpoint.TryOpen(bytes, log, out var checkpoint, out _)
            && Cosignature.TryTake(WitnessedNote.SignaturesOf(bytes), WitnessedNote.TextOf(bytes), key, Ed25519.Verify, out _, out _)
                ? new WitnessLogFile(path, forkPath, write, checkpoint.Head, bytes)
                : throw Lost(log.Key, "is damaged");
    }

    /// <summary>Keeps a cosigned note; durable when it returns.</summary>
    public void Write(ReadOnlySpan<byte> note) => write(path, note);

    /// <summary>Keeps a note that contradicts what was cosigned.</summary>
    public void WriteFork(ReadOnlySpan<byte> note) => write(forkPath, note);

    private static string PathOf(string folder, VerifierKey log) => Path.Combine(folder, HashOf(log.Name) + ".checkpoint");

    private static CommandFailure Lost(VerifierKey log, string what) => new(
        $"what was cosigned for `{log.Name}` {what}: a witness that forgot must not cosign again under the same key; put the state back from this machine, or make a new key");
}
