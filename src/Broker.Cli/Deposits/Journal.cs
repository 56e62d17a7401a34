using System.Text;

namespace Broker.Cli;

/// <summary>What became of every row that was sent: a line with file digest, line, record and code.</summary>
internal sealed class Journal(MemberFolder folder)
{
    private const int Limit = 256 * 1024 * 1024;

    public void Append(IReadOnlyList<DepositedRow> rows)
    {
        using FileStream stream = new(folder.Journal, FileMode.Append, FileAccess.Write, FileShare.Read);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(stream.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        stream.Write(Encoding.ASCII.GetBytes(string.Concat(rows.Select(row => $"{row.Row} {row.Record} {row.Code}\n"))));
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Every row once: a batch that was sent twice stands in the file twice, with the same answer.</summary>
    public IReadOnlyList<DepositedRow> Read()
    {
        if (!File.Exists(folder.Journal))
        {
            return [];
        }

        var lines = Encoding.ASCII.GetString(PrivateFile.Read(folder.Journal, Limit)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(Parse).OfType<DepositedRow>().DistinctBy(row => row.Record)];
    }

    // A last line that a crash cut off is no row: its batch is still in the outbox and will be written whole.
    private static DepositedRow? Parse(string line)
        => line.Split(' ') is [var file, var number, { Length: 26 } record, var code] ? new DepositedRow($"{file} {number}", record, code) : null;
}
