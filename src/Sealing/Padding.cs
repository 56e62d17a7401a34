using System.Buffers.Binary;
using System.Numerics;

namespace Broker.Sealing;

/// <summary>Hides the length of a plaintext before it is sealed.</summary>
/// <remarks>
/// Form: content length (4 bytes, big endian), content, zeros. Size: the larger of 1,024 bytes and PADME of length + 4.
/// PADME (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019) leaves
/// O(log log n) bits of the length and costs at most 12 %. Limit: contents up to <see cref="MaxContentLength"/>.
/// </remarks>
public static class Padding
{
    /// <summary>The smallest padded size, in bytes.</summary>
    public const int MinPaddedLength = 1024;

    /// <summary>The longest content, in bytes: 1 GiB.</summary>
    public const int MaxContentLength = 1 << 30;

    private const int PrefixSize = 4;

    /// <summary>The padded size of a content, prefix included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or longer than the limit.</exception>
    public static int PaddedLength(int contentLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(contentLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(contentLength, MaxContentLength);
        var length = contentLength + PrefixSize;
        if (length <= MinPaddedLength)
        {
            return MinPaddedLength;
        }

        var exponent = BitOperations.Log2((uint)length);
        var mask = (1 << (exponent - BitOperations.Log2((uint)exponent) - 1)) - 1;
        return (length + mask) & ~mask;
    }

    /// <summary>Writes prefix, content and zeros.</summary>
    /// <exception cref="ArgumentException"><paramref name="padded"/> is not exactly <see cref="PaddedLength"/> bytes.</exception>
    public static void Pad(ReadOnlySpan<byte> content, Span<byte> padded)
    {
        var size = PaddedLength(content.Length);
        if (padded.Length != size)
        {
            throw Errors.WrongLength(nameof(padded), size, padded.Length);
        }

        BinaryPrimitives.WriteInt32BigEndian(padded, content.Length);
        content.CopyTo(padded[PrefixSize..]);
        padded[(PrefixSize + content.Length)..].Clear();
    }

    /// <summary>Finds the content. False when the size is not the one that this content has, or when a filler byte is not zero.</summary>
    /// <remarks>Only authenticated bytes come here; all filler bytes are read in any case, so that time says nothing about the first bad one.</remarks>
    public static bool TryUnpad(ReadOnlySpan<byte> padded, out Range content)
    {
        content = default;
        if (padded.Length < MinPaddedLength)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(padded);
        if (length > (uint)(padded.Length - PrefixSize) || length > MaxContentLength || PaddedLength((int)length) != padded.Length)
        {
            return false;
        }

        var end = PrefixSize + (int)length;
        var filler = 0;
        foreach (var octet in padded[end..])
        {
            filler |= octet;
        }

        content = PrefixSize..end;
        return filler == 0;
    }
}
