using System.Text;
using Broker.Sealing;

namespace Broker.Cli;

/// <summary>Batches that were sealed and are not yet known to be taken, so that a tool that was killed sends the same bytes again.</summary>
/// <remarks>
/// A batch is two files named for its idempotency key: <c>.rows</c> (a line a package: file digest, line, record) is written
/// first, <c>.batch</c> (the request's body) is the commit point. After the answer the rows are in the journal, then both go.
/// </remarks>
internal sealed class Outbox(MemberFolder folder)
{
    /// <summary>Most packages in one request.</summary>
    public const int MostPackages = 100;

    // The gateway takes 80 MiB; a smaller request is cheaper to send again.
    private const long MostBytes = 16 * 1024 * 1024;
    private const int RowsLimit = 1024 * 1024;

    /// <summary>Writes sealed rows as batches.</summary>
    public void Add(IReadOnlyList<SealedRow> rows)
    {
        PrivateFile.CreateFolder(folder.Outbox);
        foreach (var batch in Cut(rows))
        {
            var body = DepositPackage.EncodeBatch([.. batch.Select(row => row.Package)]);
            var key = IdempotencyKey.Of(body);
            var lines = string.Concat(batch.Select(row => $"{row.Row} {row.Record}\n"));
            PrivateFile.Write(FileOf(key, "rows"), Encoding.ASCII.GetBytes(lines));
            PrivateFile.Write(FileOf(key, "batch"), body);
        }
    }

    /// <summary>The keys of the batches that wait.</summary>
    public IReadOnlyList<string> Waiting() => !Directory.Exists(folder.Outbox) ? []
        : [.. Directory.EnumerateFiles(folder.Outbox, "*.batch").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    public byte[] Body(string key) => PrivateFile.Read(FileOf(key, "batch"), int.MaxValue);

    /// <summary>Row and record of each package of a batch, in its order.</summary>
    public IReadOnlyList<(string Row, string Record)> Rows(string key)
        => [.. Encoding.ASCII.GetString(PrivateFile.Read(FileOf(key, "rows"), RowsLimit))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.LastIndexOf(' ') is > 0 and var space ? (line[..space], line[(space + 1)..]) : throw Damaged(key))];

    public void Remove(string key)
    {
        File.Delete(FileOf(key, "batch"));
        File.Delete(FileOf(key, "rows"));
    }

    private static CommandFailure Damaged(string key) => new($"the batch {key} in the outbox is damaged");

    private static IEnumerable<IReadOnlyList<SealedRow>> Cut(IReadOnlyList<SealedRow> rows)
    {
        List<SealedRow> batch = [];
        long bytes = 0;
        foreach (var row in rows)
        {
            if (batch.Count == MostPackages || (batch.Count > 0 && bytes + row.Package.Length > MostBytes))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(row);
            bytes += row.Package.Length;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private string FileOf(string key, string kind) => Path.Combine(folder.Outbox, $"{key}.{kind}");
}
