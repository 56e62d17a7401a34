using System.Security.Cryptography;
using Broker.Bench.Harness;
using Broker.Bench.Interop;
using Broker.Sealing;

namespace Broker.Bench.Rows;

/// <summary>The envelopes and signatures that deposits and records are made of.</summary>
internal static class EnvelopeRows
{
    private const int Size = 2048;
    private const string SealingFloorName = "2 X25519 + ChaCha20-Poly1305 of the same bytes";
    private const string OpeningFloorName = "X25519 + ChaCha20-Poly1305 of the same bytes";

    internal static IEnumerable<Row> All()
    {
        var bare = new Primitives();
        byte[] plaintext = Inputs.Bytes(Size), aad = Inputs.Bytes(512), info = Inputs.Bytes(48), psk = Inputs.Bytes(32), pskId = Inputs.Bytes(16);
        byte[] sealedBytes = new byte[Size + Hpke.Overhead], opened = new byte[Size], encrypted = bare.Encrypted(plaintext, aad);
        using X25519PrivateKey recipient = X25519PrivateKey.Generate(RandomNumberGenerator.Fill);
        byte[] publicKey = recipient.PublicKey;
        void SealingFloor()
        {
            bare.PublicKey();
            bare.Agree();
            bare.Encrypt(plaintext, aad);
        }

        void OpeningFloor()
        {
            bare.Agree();
            bare.Decrypt(encrypted, aad);
        }

        yield return new Row(
            "HPKE base seal, 2 KB",
            Work.Repeat(() => Hpke.Seal(sealedBytes, publicKey, info, aad, plaintext, RandomNumberGenerator.Fill)),
            SealingFloorName, Work.Repeat(SealingFloor)) { AtLeast = 5_000, AtMostBytes = 0 };
        Hpke.Seal(sealedBytes, publicKey, info, aad, plaintext, RandomNumberGenerator.Fill);
        yield return new Row(
            "HPKE base open, 2 KB",
            Work.Repeat(() => Sink.Demand(Hpke.TryOpen(opened, recipient, info, aad, sealedBytes), "HPKE")),
            OpeningFloorName, Work.Repeat(OpeningFloor)) { AtLeast = 8_000, AtMostBytes = 0 };
        yield return new Row(
            "HPKE psk seal, 2 KB",
            Work.Repeat(() => Hpke.SealPsk(sealedBytes, publicKey, info, aad, plaintext, psk, pskId, RandomNumberGenerator.Fill)),
            SealingFloorName, Work.Repeat(SealingFloor)) { AtLeast = 5_000, AtMostBytes = 0 };
        Hpke.SealPsk(sealedBytes, publicKey, info, aad, plaintext, psk, pskId, RandomNumberGenerator.Fill);
        yield return new Row(
            "HPKE psk open, 2 KB",
            Work.Repeat(() => Sink.Demand(Hpke.TryOpenPsk(opened, recipient, info, aad, sealedBytes, psk, pskId), "HPKE")),
            OpeningFloorName, Work.Repeat(OpeningFloor)) { AtLeast = 8_000, AtMostBytes = 0 };
        yield return Verification(bare, plaintext);
        using SecretKey storage = SecretKey.Generate(RandomNumberGenerator.Fill);
        yield return DataKey(bare, storage);
        foreach (Row row in AgeFiles(bare, plaintext, publicKey, recipient))
        {
            yield return row;
        }
    }

    private static IEnumerable<Row> AgeFiles(Primitives bare, byte[] content, byte[] publicKey, X25519PrivateKey identity)
    {
        byte[][] recipients = [publicKey];
        byte[] fileKey = Inputs.Bytes(16), encrypted = bare.Encrypted(content, []), wrapped = bare.Encrypted(fileKey, []);
        using var plaintext = new MemoryStream(content, writable: false);
        using var file = new MemoryStream(2 * Size);
        void Write()
        {
            plaintext.Position = 0;
            file.SetLength(0);
            AgeEnvelope.Write(file, plaintext, recipients, RandomNumberGenerator.Fill);
        }

        yield return new Row(
            "age file of 2 KB written, one recipient", Work.Repeat(Write), "2 X25519 + 2 ChaCha20-Poly1305 of the same bytes",
            Work.Repeat(() =>
            {
                bare.PublicKey();
                bare.Agree();
                bare.Encrypt(fileKey, []);
                bare.Encrypt(content, []);
            })) { AtLeast = 5_000 };
        Write();
        using var envelope = new MemoryStream(file.ToArray(), writable: false);
        using var output = new MemoryStream(2 * Size);
        yield return new Row(
            "age file of 2 KB opened",
            Work.Repeat(() =>
            {
                envelope.Position = 0;
                output.SetLength(0);
                Sink.Demand(AgeEnvelope.TryOpen(output, envelope, identity, out _), "an age file");
            }),
            "X25519 + 2 ChaCha20-Poly1305 of the same bytes",
            Work.Repeat(() =>
            {
                bare.Agree();
                bare.Decrypt(wrapped, []);
                bare.Decrypt(encrypted, []);
            }));
    }

    private static Row Verification(Primitives bare, byte[] message)
    {
        using Ed25519SigningKey key = Ed25519SigningKey.Generate(RandomNumberGenerator.Fill);
        byte[] publicKey = key.PublicKey, signature = new byte[Ed25519.SignatureSize], own = bare.Signature(message);
        key.Sign(message, signature);
        return new Row(
            "Ed25519 verify, 2 KB",
            Work.Repeat(() => Sink.Demand(Ed25519.Verify(publicKey, message, signature), "a signature")),
            "libsodium's verify of the same bytes",
            Work.Repeat(() => bare.Verify(message, own))) { AtLeast = 7_000, AtMostBytes = 0 };
    }

    // As the vault does it for each stored record that it opens: the storage key stays in guarded memory.
    private static Row DataKey(Primitives bare, SecretKey storage)
    {
        byte[] aad = Inputs.Bytes(64), dataKey = Inputs.Bytes(SecretKey.Size), opened = new byte[SecretKey.Size], stored = new byte[KeyWrap.Size];
        byte[] encrypted = bare.EncryptedX(dataKey, aad);
        XChaCha20Poly1305.Seal(stored, storage, aad, dataKey, RandomNumberGenerator.Fill);
        return new Row(
            "data key opened again, 32 bytes, from guarded memory",
            Work.Repeat(() => Sink.Demand(XChaCha20Poly1305.TryOpen(opened, storage, aad, stored), "a data key")),
            "libsodium's XChaCha20-Poly1305 of the same",
            Work.Repeat(() => bare.DecryptX(encrypted, aad))) { AtLeast = 200_000, AtMostBytes = 0 };
    }
}
