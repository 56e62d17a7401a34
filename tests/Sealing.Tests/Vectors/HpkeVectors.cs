using System.Buffers.Binary;
using System.Text.Json;
using Broker.Sealing.Interop;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests.Vectors;

/// <summary>
/// Reads RFC 9180's form: a list of vectors, each with a suite, a mode, the key schedule's values and some encryptions. The product
/// seals one message a key: the first encryption goes through its own calls, the later ones through its key schedule and the nonce
/// of RFC 9180 §5.2. Another suite or mode is not ours: a deposit that names it must be refused.
/// </summary>
internal static class HpkeVectors
{
    private const int Base = 0;
    private const int Psk = 1;

    public static IEnumerable<VectorCase> Read(VectorFile file)
    {
        var index = 0;
        foreach (var vector in file.Json().EnumerateArray())
        {
            var label = $"{file.Label} #{index++} {Suite(vector)} mode {vector.Number("mode")}";
            var isOurs = Suite(vector) == Hpke.Suite && vector.Number("mode") is Base or Psk;
            if (isOurs)
            {
                yield return new VectorCase($"{label} schedule", VectorKind.MustHold, () => Schedule(vector));
            }
            else if (Suite(vector) != Hpke.Suite)
            {
                yield return new VectorCase($"{label} suite", VectorKind.NotOurs, () => RefusedByName(vector));
            }

            var place = 0L;
            foreach (var encryption in vector.GetProperty("encryptions").EnumerateArray())
            {
                // Some publications leave the number out: there it is the entry's place.
                var sequence = encryption.TryGetProperty("seq", out var number) ? number.GetInt64() : place;
                place++;
                yield return isOurs
                    ? new VectorCase($"{label} seq {sequence}", VectorKind.MustHold, () => Encryption(vector, encryption, sequence))
                    : new VectorCase($"{label} seq {sequence}", VectorKind.NotOurs, () => RefusedByOpening(vector, encryption));
            }
        }
    }

    private static string Suite(JsonElement vector) => $"{vector.Number("kem_id"):x4}.{vector.Number("kdf_id"):x4}.{vector.Number("aead_id"):x4}";

    private static void Schedule(JsonElement vector)
    {
        using var recipient = X25519PrivateKey.FromBytes(vector.Hex("skRm"));
        Assert.Equal(vector.Hex("pkRm"), recipient.PublicKey);
        var shared = new byte[32];
        Assert.True(recipient.TryAgree(vector.Hex("enc"), shared));
        var secret = new byte[32];
        HpkeKeySchedule.SharedSecret(shared, vector.Hex("enc"), vector.Hex("pkRm"), secret);
        Assert.Equal(vector.Hex("shared_secret"), secret);

        var (key, nonce) = Keys(vector);
        Assert.Equal(vector.Hex("key"), key);
        Assert.Equal(vector.Hex("base_nonce"), nonce);
    }

    private static void Encryption(JsonElement vector, JsonElement encryption, long sequence)
    {
        var (key, nonce) = Keys(vector);
        XorSequence(nonce, sequence);
        Assert.Equal(encryption.Hex("nonce"), nonce);
        var (input, aad) = (encryption.Hex("ct"), encryption.Hex("aad"));
        var opened = new byte[input.Length - 16];
        Assert.Equal(0, Sodium.ChaChaDecrypt(opened, 0, 0, input, (ulong)input.Length, aad, (ulong)aad.Length, nonce, key));
        Assert.Equal(encryption.Hex("pt"), opened);

        using var recipient = X25519PrivateKey.FromBytes(vector.Hex("skRm"));
        byte[] message = [.. vector.Hex("enc"), .. input];
        opened.AsSpan().Fill(0xAA);
        Assert.Equal(sequence == 0, Open(vector, opened, recipient, aad, message));
        if (sequence != 0)
        {
            // A later message of a context never passes for a single one.
            Assert.All(opened, octet => Assert.Equal(0, octet));
            return;
        }

        Assert.Equal(encryption.Hex("pt"), opened);
        Assert.Equal(message, Seal(vector, encryption));
        message[^1] ^= 1;
        Assert.False(Open(vector, opened, recipient, aad, message));
    }

    private static bool Open(JsonElement vector, byte[] opened, X25519PrivateKey recipient, byte[] aad, byte[] message) => vector.Number("mode") == Base
        ? Hpke.TryOpen(opened, recipient, vector.Hex("info"), aad, message)
        : Hpke.TryOpenPsk(opened, recipient, vector.Hex("info"), aad, message, vector.Hex("psk"), vector.Hex("psk_id"));

    private static byte[] Seal(JsonElement vector, JsonElement encryption)
    {
        var plaintext = encryption.Hex("pt");
        var output = new byte[plaintext.Length + Hpke.Overhead];
        RandomFill ephemeral = vector.Hex("skEm").CopyTo;
        if (vector.Number("mode") == Base)
        {
            Hpke.Seal(output, vector.Hex("pkRm"), vector.Hex("info"), encryption.Hex("aad"), plaintext, ephemeral);
        }
        else
        {
            Hpke.SealPsk(
                output, vector.Hex("pkRm"), vector.Hex("info"), encryption.Hex("aad"), plaintext, vector.Hex("psk"), vector.Hex("psk_id"), ephemeral);
        }

        return output;
    }

    private static (byte[] Key, byte[] Nonce) Keys(JsonElement vector)
    {
        var (key, nonce) = (new byte[HpkeKeySchedule.KeySize], new byte[HpkeKeySchedule.NonceSize]);
        HpkeKeySchedule.Derive(vector.Hex("shared_secret"), vector.Hex("info"), vector.HexOrNone("psk"), vector.HexOrNone("psk_id"), key, nonce);
        return (key, nonce);
    }

    private static void XorSequence(byte[] nonce, long sequence)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(number, sequence);
        for (var i = 0; i < number.Length; i++)
        {
            nonce[i + 4] ^= number[i];
        }
    }

    /// <summary>A deposit whose manifest names another suite, signed properly by its depositor.</summary>
    private static void RefusedByName(JsonElement vector)
    {
        using var scene = new DepositScene();
        var forge = new PackageForge(scene) { EditObservationLine = line => line.Replace(Hpke.Suite, Suite(vector), StringComparison.Ordinal) };
        Assert.Equal(DepositRefusal.UnknownSuite, scene.Receive(forge.Build(), out _));
    }

    /// <summary>The bytes of another suite or mode, given to this one with the same keys.</summary>
    private static void RefusedByOpening(JsonElement vector, JsonElement encryption)
    {
        byte[] message = [.. vector.Hex("enc"), .. encryption.Hex("ct")];
        var opened = new byte[Math.Max(0, message.Length - Hpke.Overhead)];
        var ikm = vector.Hex("skRm");
        using var recipient = ikm.Length == X25519PrivateKey.Size ? X25519PrivateKey.FromBytes(ikm) : X25519PrivateKey.Generate(new SeededRandom("another curve").Fill);
        Assert.False(Hpke.TryOpen(opened, recipient, vector.Hex("info"), encryption.Hex("aad"), message));
        Assert.All(opened, octet => Assert.Equal(0, octet));
    }
}
