using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Broker.Sealing.Interop;

namespace Broker.Sealing.Formatting;

/// <summary>The stored bytes of a key ring. Reference: docs/specs/envelope.md, "Key ring".</summary>
/// <remarks>
/// Header <c>broker-ring/1</c>, <c>generation &lt;n&gt;</c>, an empty line: these bytes are the aad. Then XChaCha20-Poly1305 under
/// the ring key of: log seed, enrolment root, ledger, leaf, token (32 bytes each), number of epochs (2 bytes), and 76 bytes each:
/// id (4), from (8, seconds since 1970), sealing key (32), storage key (32). Integers are big endian.
/// </remarks>
internal static class KeyRingFormat
{
    private const int FixedSize = (5 * 32) + 2;
    private const int EpochSize = 4 + 8 + 32 + 32;

    internal static byte[] Seal(KeyRing ring, SecretKey ringKey, RandomFill random)
    {
        using var plaintext = new SecretBuffer(FixedSize + (EpochSize * ring.Epochs.Count));
        Encode(ring, plaintext.Span);
        var header = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"broker-ring/1\ngeneration {ring.Generation}\n\n"));
        var sealedRing = new byte[header.Length + plaintext.Span.Length + XChaCha20Poly1305.Overhead];
        header.CopyTo(sealedRing, 0);
        XChaCha20Poly1305.Seal(sealedRing.AsSpan(header.Length), ringKey, header, plaintext.Span, random);
        return sealedRing;
    }

    internal static bool TryOpen(ReadOnlySpan<byte> sealedRing, SecretKey ringKey, out KeyRing? ring, out KeyRingFailure reason)
    {
        ring = null;
        reason = KeyRingFailure.Malformed;
        var reader = new LineReader(sealedRing);
        if (!reader.TryReadExactly("broker-ring/1"u8)
            || !reader.TryRead("generation "u8, out var text) || !LineReader.TryParseNumber(text, long.MaxValue - 1, out var generation)
            || generation == 0 || !reader.TryReadExactly(default))
        {
            return false;
        }

        var header = sealedRing[..^reader.Remaining];
        var length = reader.Remaining - XChaCha20Poly1305.Overhead - FixedSize;
        if (length < EpochSize || length % EpochSize != 0 || length / EpochSize > KeyRing.MaxEpochs)
        {
            return false;
        }

        using var plaintext = new SecretBuffer(length + FixedSize);
        reason = KeyRingFailure.WrongKeyOrAltered;
        if (!XChaCha20Poly1305.TryOpen(plaintext.Span, ringKey, header, sealedRing[header.Length..]))
        {
            return false;
        }

        reason = KeyRingFailure.Malformed;
        if (!IsSound(plaintext.Span))
        {
            return false;
        }

        ring = Decode(generation, plaintext.Span);
        reason = KeyRingFailure.None;
        return true;
    }

    private static void Encode(KeyRing ring, Span<byte> output)
    {
        ring.Log.ExportSeed(output[..32]);
        Copy(ring.EnrolmentRoot, output[32..64]);
        Copy(ring.Ledger, output[64..96]);
        Copy(ring.Leaf, output[96..128]);
        Copy(ring.Token, output[128..160]);
        BinaryPrimitives.WriteUInt16BigEndian(output[160..], (ushort)ring.Epochs.Count);
        var rest = output[FixedSize..];
        foreach (var epoch in ring.Epochs)
        {
            _ = Hex.TryParse(Encoding.ASCII.GetBytes(epoch.Id.ToString()), rest[..4]);
            BinaryPrimitives.WriteInt64BigEndian(rest[4..], epoch.From.ToUnixTimeSeconds());
            epoch.Sealing.Export(rest[12..44]);
            Copy(epoch.Storage, rest[44..76]);
            rest = rest[EpochSize..];
        }
    }

    /// <summary>What only a bug of a writer could break: the number of epochs, distinct ids, representable times.</summary>
    private static bool IsSound(ReadOnlySpan<byte> plaintext)
    {
        var count = BinaryPrimitives.ReadUInt16BigEndian(plaintext[160..]);
        var ids = new HashSet<uint>();
        for (var rest = plaintext[FixedSize..]; !rest.IsEmpty; rest = rest[EpochSize..])
        {
            var from = BinaryPrimitives.ReadInt64BigEndian(rest[4..]);
            if (!ids.Add(BinaryPrimitives.ReadUInt32BigEndian(rest)) || from < 0 || from > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            {
                return false;
            }
        }

        return ids.Count == count;
    }

    private static KeyRing Decode(long generation, ReadOnlySpan<byte> plaintext)
    {
        var epochs = new List<VaultEpoch>();
        for (var rest = plaintext[FixedSize..]; !rest.IsEmpty; rest = rest[EpochSize..])
        {
            var from = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(rest[4..]));
            epochs.Add(new VaultEpoch(
                EpochId.Parse(Hex.Format(rest[..4])), X25519PrivateKey.FromBytes(rest[12..44]), SecretKey.FromBytes(rest[44..76]), from));
        }

        return new KeyRing(
            generation, epochs, Ed25519SigningKey.FromSeed(plaintext[..32]), SecretKey.FromBytes(plaintext[32..64]),
            SecretKey.FromBytes(plaintext[64..96]), SecretKey.FromBytes(plaintext[96..128]), SecretKey.FromBytes(plaintext[128..160]));
    }

    private static void Copy(SecretKey key, Span<byte> destination) => key.Use(destination, static (bytes, target) => bytes.CopyTo(target));
}
