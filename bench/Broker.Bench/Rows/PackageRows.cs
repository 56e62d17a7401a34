using System.Security.Cryptography;
using System.Text;
using Broker.Bench.Harness;
using Broker.Bench.Interop;
using Broker.Sealing;

namespace Broker.Bench.Rows;

/// <summary>A whole deposit: an observation of 2 KB, a source part of 500 bytes for one recipient, a caveat document.</summary>
internal static class PackageRows
{
    private const int FileKeySize = 16;
    private const string SignerName = "depositor";
    private static readonly Origin Here = Origin.Parse("broker.example/bench");

    internal static IEnumerable<Row> All()
    {
        using X25519PrivateKey epochKey = X25519PrivateKey.Generate(RandomNumberGenerator.Fill);
        using X25519PrivateKey organisation = X25519PrivateKey.Generate(RandomNumberGenerator.Fill);
        using Ed25519SigningKey signer = Ed25519SigningKey.Generate(RandomNumberGenerator.Fill);
        using SecretKey enrolment = SecretKey.Generate(RandomNumberGenerator.Fill);
        SealRequest request = Request(epochKey.PublicKey, organisation.PublicKey, signer, enrolment);
        byte[] package = DepositSealer.Seal(request, RandomNumberGenerator.Fill);
        Sink.Demand(DepositPackage.TryRead(package, out PackageParts parts, out _), "a deposit package");
        var keys = new DepositorKeys(request.Depositor, signer.PublicKey, SignerName);
        byte[] epochPublicKey = epochKey.PublicKey, scratch = new byte[parts.Observation.Length];
        byte[] head = Open(package, keys, epochPublicKey, epochKey, enrolment, scratch).ToArray();
        yield return new Row(
            "deposit package sealed, 2 KB observation",
            Work.Repeat(() => Sink.Take(DepositSealer.Seal(request, RandomNumberGenerator.Fill).Length)),
            "4 X25519 + 3 AEAD + Ed25519 sign + 5 SHA-256", SealingFloor(parts, head, epochPublicKey));
        yield return new Row(
            "deposit package checked and opened",
            Work.Repeat(() => Open(package, keys, epochPublicKey, epochKey, enrolment, scratch)),
            "X25519 + AEAD + Ed25519 verify + 5 SHA-256", OpeningFloor(parts, head, epochPublicKey));
    }

    private static SealRequest Request(byte[] epochKey, byte[] organisation, Ed25519SigningKey signer, SecretKey enrolment) => new()
    {
        Origin = Here,
        Record = RecordId.New(RandomNumberGenerator.Fill),
        Depositor = AccountId.New(RandomNumberGenerator.Fill),
        Epoch = new EpochKey(EpochId.New(RandomNumberGenerator.Fill), epochKey),
        ManifestKey = signer,
        SignerName = SignerName,
        EnrolmentSecret = enrolment,
        Caveats = Encoding.ASCII.GetBytes("caveats/1\nhighest-tier elected-member\npurposes all\nnever-to none\nembargo none\nretention none\nnarrative never\n"),
        Observation = Inputs.Bytes(2048),
        SourcePlaintext = Inputs.Bytes(500),
        SourceRecipients = [organisation],
    };

    private static ReadOnlyMemory<byte> Open(
        byte[] package, DepositorKeys keys, byte[] epochPublicKey, X25519PrivateKey epochKey, SecretKey enrolment, byte[] scratch)
    {
        Sink.Demand(DepositPackage.TryRead(package, out PackageParts parts, out _), "a deposit package");
        DepositRefusal? refusal = DepositOpener.Check(parts, Here, keys, _ => epochPublicKey, out DepositHead? head, out ReadOnlyMemory<byte> headBytes);
        Sink.Demand(refusal is null, "the check of a package");
        refusal = DepositOpener.OpenObservation(head!, headBytes.Span, parts.Observation.Span, epochKey, enrolment, scratch, out _);
        Sink.Demand(refusal is null, "the opening of an observation");
        return headBytes;
    }

    private static Work SealingFloor(PackageParts parts, byte[] head, byte[] epochKey)
    {
        var bare = new Primitives();
        byte[] observation = Inputs.Bytes(parts.Observation.Length - Hpke.Overhead), source = Inputs.Bytes(Padding.MinPaddedLength), fileKey = Inputs.Bytes(FileKeySize);
        return Work.Repeat(() =>
        {
            for (int recipient = 0; recipient < 2; recipient++)
            {
                bare.PublicKey();
                bare.Agree();
            }

            bare.Encrypt(fileKey, []);
            bare.Encrypt(source, []);
            bare.Encrypt(observation, head);
            bare.Sign(head);
            HashParts(bare, parts, epochKey, observation);
        });
    }

    private static Work OpeningFloor(PackageParts parts, byte[] head, byte[] epochKey)
    {
        var bare = new Primitives();
        byte[] observation = Inputs.Bytes(parts.Observation.Length - Hpke.Overhead);
        byte[] signature = bare.Signature(head), encrypted = bare.Encrypted(observation, head);
        return Work.Repeat(() =>
        {
            bare.Verify(head, signature);
            HashParts(bare, parts, epochKey, observation);
            bare.Agree();
            bare.Decrypt(encrypted, head);
        });
    }

    // The digests of caveats, epoch key, source part and sealed observation, and the commitment.
    private static void HashParts(Primitives bare, PackageParts parts, byte[] epochKey, byte[] observation)
    {
        bare.Hash(parts.Caveats.Span);
        bare.Hash(epochKey);
        bare.Hash(parts.Source.Span);
        bare.Hash(parts.Observation.Span);
        bare.Hash(observation);
    }
}
