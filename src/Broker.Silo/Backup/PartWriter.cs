using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Broker.Silo.Backup;

/// <summary>Writes the rows of one part and hashes them.</summary>
/// <remarks>A value: its kind (a byte); a number's 8 bytes, big-endian; of texts (UTF-8) and bytes the length as 4 bytes, big-endian, and the bytes.</remarks>
internal sealed class PartWriter(Stream target) : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> row = new(4096);

    public long Rows { get; private set; }

    public long Length { get; private set; }

    /// <exception cref="BackupException">A value is not what its column holds.</exception>
    public void Write(BackupTable table, ReadOnlySpan<object?> values)
    {
        row.ResetWrittenCount();
        for (int at = 0; at < values.Length; at++)
        {
            Write(table.Columns[at], values[at]);
        }

        hash.AppendData(row.WrittenSpan);
        target.Write(row.WrittenSpan);
        Length += row.WrittenCount;
        Rows++;
    }

    public BackupPart End(string name) => new(name, Rows, Length, Convert.ToHexStringLower(hash.GetHashAndReset()));

    public void Dispose() => hash.Dispose();

    private void Write(BackupColumn column, object? value)
    {
        switch (value)
        {
            case null when column.MayBeNull:
                Put((byte)ValueKind.Null);
                break;
            case long number when column.Kind == ValueKind.Number:
                Put((byte)ValueKind.Number);
                BinaryPrimitives.WriteInt64BigEndian(row.GetSpan(sizeof(long)), number);
                row.Advance(sizeof(long));
                break;
            case string text when column.Kind == ValueKind.Text:
                Put((byte)ValueKind.Text);
                WriteBytes(Encoding.UTF8.GetBytes(text));
                break;
            case byte[] bytes when column.Kind == ValueKind.Bytes:
                Put((byte)ValueKind.Bytes);
                WriteBytes(bytes);
                break;
            default:
                throw new BackupException("a stored value is not of its column's kind: the store was changed; no backup was written");
        }
    }

    private void Put(byte kind)
    {
        row.GetSpan(1)[0] = kind;
        row.Advance(1);
    }

    private void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(row.GetSpan(sizeof(int)), bytes.Length);
        row.Advance(sizeof(int));
        row.Write(bytes);
    }
}
