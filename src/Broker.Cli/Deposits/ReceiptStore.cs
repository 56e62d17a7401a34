using Broker.Transparency;

namespace Broker.Cli;

/// <summary>The deposit receipts in a member's folder: the commitment that the tool made, then the broker's note.</summary>
internal static class ReceiptStore
{
    private const int CommitLine = 65;

    /// <summary>Checks every receipt again, offline; returns how many verify and the records of those that do not.</summary>
    public static (int Verified, IReadOnlyList<string> Failed) CheckAll(MemberFolder folder, TrustFile trust)
    {
        List<string> failed = [];
        var files = Directory.Exists(folder.Receipts) ? Directory.GetFiles(folder.Receipts) : [];
        Span<byte> commit = stackalloc byte[32];
        foreach (var file in files)
        {
            var bytes = PrivateFile.Read(file, DepositReceipt.MaxBytes + CommitLine).AsSpan();
            if (bytes.Length <= CommitLine || bytes[CommitLine - 1] != (byte)'\n'
                || Convert.FromHexString(bytes[..(CommitLine - 1)], commit, out _, out _) != System.Buffers.OperationStatus.Done
                || !DepositReceipt.Check(bytes[CommitLine..], trust, Path.GetFileName(file), commit))
            {
                failed.Add(Path.GetFileName(file));
            }
        }

        return (files.Length - failed.Count, failed);
    }
}
