using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>The auditor's own index: a text of one line an entry, made from the verified log and the facts that match it.</summary>
/// <remarks>
/// <c>&lt;origin&gt;/audit-index/v1</c>, the rows (<see cref="AuditRow"/>) from entry 0 on, then <c>end &lt;size&gt; &lt;root&gt; </c> and the
/// SHA-256 of everything before it. The digest shows damage; it is no defence against whoever can write in the auditor's folder.
/// </remarks>
internal sealed class AuditIndex(string path, string origin)
{
    private const string EndWord = "end ";

    private string FirstLine => $"{origin}/audit-index/v1";

    /// <summary>The head of the log that the index was made from; null when there is no index, or a damaged one.</summary>
    public TreeHead? Head()
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using StreamReader reader = Open();
        var rows = -1L;
        for (string? line = reader.ReadLine(); line is not null; line = reader.ReadLine())
        {
            if (line.StartsWith(EndWord, StringComparison.Ordinal))
            {
                return HeadOf(line, hash) is { } head && head.Size == rows && reader.ReadLine() is null ? head : null;
            }

            if (rows < 0 ? line != FirstLine : !line.StartsWith(rows.ToString(CultureInfo.InvariantCulture) + "\t", StringComparison.Ordinal))
            {
                return null;
            }

            hash.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
            rows++;
        }

        return null;
    }

    /// <summary>The rows of an index whose head was just read.</summary>
    public IEnumerable<AuditRow> Rows()
    {
        using StreamReader reader = Open();
        reader.ReadLine();
        while (reader.ReadLine() is { } line && !line.StartsWith(EndWord, StringComparison.Ordinal))
        {
            yield return AuditRow.TryRead(line) ?? throw new CommandFailure($"`{path}` was changed while it was read: ask again");
        }
    }

    /// <summary>Begins a new index beside the one that stands.</summary>
    public AuditIndexWriter Begin() => new(path, FirstLine, EndWord);

    private StreamReader Open() => new(path, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false);

    private static TreeHead? HeadOf(string line, IncrementalHash hash)
    {
        var digest = line.LastIndexOf(' ') + 1;
        hash.AppendData(Encoding.UTF8.GetBytes(line[..digest]));
        return line.Split(' ') is [_, var size, var root, var end]
            && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && Hash32.TryParseHex(root, out var rootHash)
            && end == Convert.ToHexStringLower(hash.GetHashAndReset())
            ? new TreeHead(count, rootHash)
            : null;
    }
}
