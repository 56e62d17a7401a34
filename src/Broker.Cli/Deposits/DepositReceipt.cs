using System.Globalization;
using System.Text;
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
        => note.Length <= MaxBytes
            && Origin.TryParse(trust.Log.Name, out var origin)
            && SignedNote.TryOpen(note, [new NoteVerifier(trust.Log, Ed25519.Verify)], out var opened, out _)
            && TextLines.TryRead(Encoding.UTF8.GetBytes(opened.Text), Domains.DepositReceipt(origin), Keys, out var values)
            && values[0] == record
            && values[1] == Convert.ToHexStringLower(commit)
            && DateOnly.TryParseExact(values[2], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
