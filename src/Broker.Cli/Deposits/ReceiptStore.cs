using System.Globalization;
using System.Text;
using Broker.Briefings;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>
/// The deposit receipts in a member's folder: <c>receipts/&lt;record&gt;</c> is the commitment that the tool made, then the broker's note;
/// <c>&lt;record&gt;.tlog-proof</c> its proof; <c>&lt;record&gt;.withdrawn</c> says that the member withdrew it itself.
/// </summary>
internal static class ReceiptStore
{
    /// <summary>Largest file of a receipt, in bytes.</summary>
    public const int MaxBytes = DepositReceipt.MaxBytes + CommitLine;

    private const int CommitLine = 65;
    private const string ProofEnd = ".tlog-proof";
    private const string WithdrawnEnd = ".withdrawn";

    /// <summary>Checks every receipt again, offline; returns how many verify and the records of those that do not.</summary>
    public static (int Verified, IReadOnlyList<string> Failed) CheckAll(MemberFolder folder, TrustFile trust)
    {
        var all = All(folder, trust);
        List<string> failed = [.. all.Where(receipt => receipt.Mark is null).Select(receipt => receipt.Record)];
        return (all.Count - failed.Count, failed);
    }

    /// <summary>Every receipt, verified offline, in the order of days.</summary>
    public static IReadOnlyList<KeptReceipt> All(MemberFolder folder, TrustFile trust)
        => [.. Files(folder)
            .Where(file => !Path.HasExtension(file))
            .Select(file => new KeptReceipt(
                Path.GetFileName(file),
                TryRead(PrivateFile.Read(file, MaxBytes), trust, out var mark) && mark.Record.ToString() == Path.GetFileName(file) ? mark : null))
            .OrderBy(receipt => receipt.Mark?.Day)
            .ThenBy(receipt => receipt.Record, StringComparer.Ordinal)];

    /// <summary>Reads a receipt as it is kept: the note has to repeat the commitment before it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> file, TrustFile trust, out DepositMark mark)
    {
        mark = default;
        Span<byte> commit = stackalloc byte[32];
        return file.Length > CommitLine && file[CommitLine - 1] == (byte)'\n'
            && Convert.FromHexString(file[..(CommitLine - 1)], commit, out _, out _) == System.Buffers.OperationStatus.Done
            && DepositReceipt.TryRead(file[CommitLine..], trust, out mark)
            && mark.Commit == Sha256Digest.FromBytes(commit);
    }

    /// <summary>The proof that is kept of a record; null when there is none.</summary>
    public static byte[]? Proof(MemberFolder folder, string record)
        => At(folder, record, ProofEnd) is var file && File.Exists(file) ? PrivateFile.Read(file, TlogProof.MaxLength) : null;

    public static void KeepProof(MemberFolder folder, string record, ReadOnlySpan<byte> proof) => PrivateFile.Write(At(folder, record, ProofEnd), proof);

    /// <summary>Records whose proofs are kept, though their receipts are not.</summary>
    public static IReadOnlyList<string> ProofsAlone(MemberFolder folder)
        => [.. Files(folder).Where(file => Path.GetExtension(file) == ProofEnd).Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(record => !File.Exists(At(folder, record, ""))).Order(StringComparer.Ordinal)];

    /// <summary>Whether the member withdrew the record with this tool.</summary>
    public static bool IsWithdrawn(MemberFolder folder, string record) => File.Exists(At(folder, record, WithdrawnEnd));

    /// <summary>Notes that the member withdrew the record: the broker owes no proof of it any more.</summary>
    public static void NoteWithdrawal(MemberFolder folder, string record, long entry)
    {
        PrivateFile.CreateFolder(folder.Receipts);
        PrivateFile.Write(At(folder, record, WithdrawnEnd), Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"entry {entry}\n")));
    }

    private static string[] Files(MemberFolder folder) => Directory.Exists(folder.Receipts) ? Directory.GetFiles(folder.Receipts) : [];

    private static string At(MemberFolder folder, string record, string end) => Path.Combine(folder.Receipts, record + end);
}
