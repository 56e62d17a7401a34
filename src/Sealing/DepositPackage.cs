using System.Buffers.Binary;
using System.Text;
using Broker.Sealing.Formatting;

namespace Broker.Sealing;

/// <summary>The container of one deposit, and of a batch of them.</summary>
/// <remarks>
/// Reference: docs/specs/envelope.md. A package is a text header with four sizes, an empty line and the four parts in that order.
/// A batch is 1 to 4,096 packages, each after its length (4 bytes, big endian). No trailing byte. Limits: <see cref="DepositLimits"/>.
/// </remarks>
public static class DepositPackage
{
    private const int LengthSize = 4;

    /// <summary>The bytes of a package.</summary>
    /// <exception cref="ArgumentException">A part is over its limit.</exception>
    public static byte[] Encode(PackageParts parts)
    {
        CheckLimit(nameof(parts.Manifest), parts.Manifest, DepositLimits.Manifest);
        CheckLimit(nameof(parts.Caveats), parts.Caveats, DepositLimits.Caveats);
        CheckLimit(nameof(parts.Observation), parts.Observation, DepositLimits.Observation);
        CheckLimit(nameof(parts.Source), parts.Source, DepositLimits.Source);
        var header = $"broker-deposit/1\nmanifest {parts.Manifest.Length}\ncaveats {parts.Caveats.Length}\n"
            + $"observation {parts.Observation.Length}\nsource {parts.Source.Length}\n\n";
        var package = new byte[header.Length + parts.Manifest.Length + parts.Caveats.Length + parts.Observation.Length + parts.Source.Length];
        var rest = package.AsMemory(Encoding.ASCII.GetBytes(header, package));
        foreach (var part in (ReadOnlySpan<ReadOnlyMemory<byte>>)[parts.Manifest, parts.Caveats, parts.Observation, parts.Source])
        {
            part.CopyTo(rest);
            rest = rest[part.Length..];
        }

        return package;
    }

    /// <summary>Cuts a package into its parts. False with <see cref="DepositRefusal.Framing"/> or <see cref="DepositRefusal.TooLarge"/>.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> package, out PackageParts parts, out DepositRefusal refusal)
    {
        parts = default;
        refusal = DepositRefusal.Framing;
        var tooLarge = false;
        var reader = new LineReader(package.Span);
        if (!reader.TryReadExactly("broker-deposit/1"u8)
            || !TryReadSize(ref reader, "manifest "u8, DepositLimits.Manifest, ref tooLarge, out var manifest)
            || !TryReadSize(ref reader, "caveats "u8, DepositLimits.Caveats, ref tooLarge, out var caveats)
            || !TryReadSize(ref reader, "observation "u8, DepositLimits.Observation, ref tooLarge, out var observation)
            || !TryReadSize(ref reader, "source "u8, DepositLimits.Source, ref tooLarge, out var source)
            || !reader.TryReadExactly(default))
        {
            return false;
        }

        if (tooLarge)
        {
            refusal = DepositRefusal.TooLarge;
            return false;
        }

        if (reader.Remaining != manifest + caveats + observation + source)
        {
            return false;
        }

        var body = package[^reader.Remaining..];
        parts = new PackageParts(
            body[..manifest], body.Slice(manifest, caveats), body.Slice(manifest + caveats, observation), body[^source..]);
        return true;
    }

    /// <summary>The bytes of a batch.</summary>
    /// <exception cref="ArgumentException">No package, or more than 4,096, or one over its limit.</exception>
    public static byte[] EncodeBatch(IReadOnlyList<byte[]> packages)
    {
        if (packages.Count is 0 or > DepositLimits.BatchPackages || packages.Any(package => package.Length > DepositLimits.Package))
        {
            throw Errors.Malformed(nameof(packages), "a list of 1 to 4096 packages within their limit");
        }

        var batch = new byte[packages.Sum(package => LengthSize + package.Length)];
        var rest = batch.AsSpan();
        foreach (var package in packages)
        {
            BinaryPrimitives.WriteInt32BigEndian(rest, package.Length);
            package.CopyTo(rest[LengthSize..]);
            rest = rest[(LengthSize + package.Length)..];
        }

        return batch;
    }

    /// <summary>Cuts a batch into its packages, as slices. False when the framing is wrong or a limit is passed.</summary>
    public static bool TryReadBatch(ReadOnlyMemory<byte> batch, out IReadOnlyList<ReadOnlyMemory<byte>> packages, out DepositRefusal refusal)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        packages = [];
        refusal = DepositRefusal.Framing;
        while (!batch.IsEmpty)
        {
            if (batch.Length < LengthSize)
            {
                return false;
            }

            var length = BinaryPrimitives.ReadUInt32BigEndian(batch.Span);
            if (length > DepositLimits.Package || found.Count == DepositLimits.BatchPackages)
            {
                refusal = DepositRefusal.TooLarge;
                return false;
            }

            if (length > batch.Length - LengthSize)
            {
                return false;
            }

            found.Add(batch.Slice(LengthSize, (int)length));
            batch = batch[(LengthSize + (int)length)..];
        }

        packages = found;
        return found.Count > 0;
    }

    private static bool TryReadSize(ref LineReader reader, ReadOnlySpan<byte> prefix, int limit, ref bool tooLarge, out int size)
    {
        size = 0;
        if (!reader.TryRead(prefix, out var text) || !LineReader.TryParseNumber(text, long.MaxValue, out var number))
        {
            return false;
        }

        tooLarge |= number > limit;
        size = (int)Math.Min(number, limit);
        return true;
    }

    private static void CheckLimit(string parameter, ReadOnlyMemory<byte> part, int limit)
    {
        if (part.Length > limit)
        {
            throw Errors.TooLong(parameter, limit, part.Length);
        }
    }
}
