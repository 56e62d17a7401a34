using System.Text;
using Broker.Briefings;
using Broker.Sealing;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>The broker's signed word that it holds a record: a note by the log key that repeats the record's id and commitment.</summary>
internal static class DepositReceipt
{
    public const int MaxBytes = 4096;

    private static readonly string[] Keys = ["record", "commit", "day"];

    /// <summary>Whether the note is the pinned log's receipt for this record with this commitment.</summary>
    public static bool Check(ReadOnlySpan<byte> note, TrustFile trust, string record, ReadOnlySpan<byte> commit)
        => TryRead(note, trust, out var mark) && mark.Record.ToString() == record && mark.Commit.ToString() == Convert.ToHexStringLower(commit);

    /// <summary>Reads the pinned log's receipt of some record.</summary>
    public static bool TryRead(ReadOnlySpan<byte> note, TrustFile trust, out DepositMark mark)
    {
        mark = default;
        if (note.Length > MaxBytes
            || !Origin.TryParse(trust.Log.Name, out var origin)
            || !SignedNote.TryOpen(note, [new NoteVerifier(trust.Log, Ed25519.Verify)], out var opened, out _)
            || !TextLines.TryRead(Encoding.UTF8.GetBytes(opened.Text), Domains.DepositReceipt(origin), Keys, out var values)
            || !DepositMark.TryParse(values[0], values[1], values[2], out mark))
        {
            return false;
        }

        return true;
    }
}
