using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>Writes an index whole or not at all.</summary>
internal sealed class AuditIndexWriter : IDisposable
{
    private readonly string path;
    private readonly string endWord;
    private readonly FileStream stream;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public AuditIndexWriter(string path, string firstLine, string endWord)
    {
        (this.path, this.endWord) = (path, endWord);
        stream = new FileStream(Draft, PrivateFile.Fresh());
        Append(firstLine + "\n");
    }

    private string Draft => path + ".new";

    public void Add(AuditRow row) => Append(row.Line() + "\n");

    /// <summary>Ends the index for a log with this head and puts it in the place of the one before.</summary>
    public void Finish(TreeHead head)
    {
        Append(string.Create(CultureInfo.InvariantCulture, $"{endWord}{head.Size} {head.Root} "));
        stream.Write(Encoding.UTF8.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()) + "\n"));
        stream.Flush(flushToDisk: true);
        stream.Dispose();
        File.Move(Draft, path, overwrite: true);
    }

    /// <summary>What was not finished goes.</summary>
    public void Dispose()
    {
        stream.Dispose();
        File.Delete(Draft);
        hash.Dispose();
    }

    private void Append(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(bytes);
        stream.Write(bytes);
    }
}
