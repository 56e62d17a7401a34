using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Broker.Silo.Backup;

/// <summary>Reads the rows of one part, strictly, and hashes what it reads.</summary>
internal sealed class PartReader(Stream source, BackupPart part, BackupTable table) : IDisposable
{
    /// <summary>No value of a store is as large: a batch is at most 64 MiB.</summary>
    public const int LargestValue = 256 << 20;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] fixedPart = new byte[sizeof(long)];
    private long left = part.Length;

    /// <summary>Every row; the array is used again for the next.</summary>
    /// <exception cref="BackupException">The part is not what the manifest says; what was given before does not count.</exception>
    public IEnumerable<object?[]> Rows()
    {
        object?[] values = new object?[table.Columns.Count];
        for (long read = 0; read < part.Rows; read++)
        {
            for (int at = 0; at < values.Length; at++)
            {
                values[at] = ReadValue(table.Columns[at]);
            }

            yield return values;
        }

        if (left != 0)
        {
            throw BackupException.Of(BackupFault.Row);
        }

        CheckDigest();
    }

    public void Dispose() => hash.Dispose();

    /// <summary>Holds the whole part against its digest, whatever its rows are.</summary>
    public void Hash()
    {
        byte[] buffer = new byte[1 << 16];
        while (left > 0)
        {
            Take(buffer.AsSpan(0, (int)Math.Min(left, buffer.Length)));
        }

        CheckDigest();
    }

    private void CheckDigest()
    {
        if (!string.Equals(Convert.ToHexStringLower(hash.GetHashAndReset()), part.Digest, StringComparison.Ordinal))
        {
            throw BackupException.Of(BackupFault.PartHash);
        }
    }

    private object? ReadValue(BackupColumn column)
    {
        Take(fixedPart.AsSpan(0, 1));
        var kind = (ValueKind)fixedPart[0];
        if (kind != column.Kind && !(kind == ValueKind.Null && column.MayBeNull))
        {
            throw BackupException.Of(BackupFault.Row);
        }

        switch (kind)
        {
            case ValueKind.Number:
                Take(fixedPart);
                return BinaryPrimitives.ReadInt64BigEndian(fixedPart);
            case ValueKind.Bytes:
                return ReadBytes();
            case ValueKind.Text:
                return ReadText();
            default:
                return null;
        }
    }

    private string ReadText()
    {
        try
        {
            return Utf8.GetString(ReadBytes());
        }
        catch (DecoderFallbackException)
        {
            throw BackupException.Of(BackupFault.Row);
        }
    }

    private byte[] ReadBytes()
    {
        Take(fixedPart.AsSpan(0, sizeof(int)));
        int length = BinaryPrimitives.ReadInt32BigEndian(fixedPart);
        if (length < 0 || length > left || length > LargestValue)
        {
            throw BackupException.Of(BackupFault.Row);
        }

        byte[] bytes = new byte[length];
        Take(bytes);
        return bytes;
    }

    private void Take(Span<byte> bytes)
    {
        if (bytes.Length > left)
        {
            throw BackupException.Of(BackupFault.Row);
        }

        if (source.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw BackupException.Of(BackupFault.Truncated);
        }

        left -= bytes.Length;
        hash.AppendData(bytes);
    }
}
