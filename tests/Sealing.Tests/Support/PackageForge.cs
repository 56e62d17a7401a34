using System.Security.Cryptography;
using System.Text;

namespace Broker.Sealing.Tests.Support;

/// <summary>
/// Makes packages step by step from the specification, not from the sealer's code, with the power to go wrong at one step and
/// to sign the outcome properly: what a faulty or hostile depositor can do.
/// </summary>
internal sealed class PackageForge(DepositScene scene)
{
    public Func<string, string> EditHead { get; init; } = head => head;

    public Func<string, string> EditObservationLine { get; init; } = line => line;

    public Func<byte[], byte[]> EditPadded { get; init; } = padded => padded;

    public Func<byte[], byte[]> EditSource { get; init; } = source => source;

    public Func<byte[], byte[]> EditCommit { get; init; } = commit => commit;

    public Func<byte[], byte[]> EditSealed { get; init; } = sealedBytes => sealedBytes;

    public Func<byte[], byte[]> EditAad { get; init; } = head => head;

    public Func<byte[], byte[]> EditManifest { get; init; } = manifest => manifest;

    public Func<PackageParts, PackageParts> EditParts { get; init; } = parts => parts;

    public Func<byte[], byte[]> EditPackage { get; init; } = package => package;

    public Ed25519SigningKey? Signer { get; init; }

    public bool BaseMode { get; init; }

    public byte[] Build()
    {
        var padded = EditPadded(Pad(scene.Observation));
        byte[] plaintext = [.. scene.Random.Bytes(32), .. padded];
        var commit = EditCommit(SHA256.HashData([.. Encoding.ASCII.GetBytes($"{scene.Origin}/commit/v1\n"), .. plaintext]));
        var source = EditSource(Source());
        var head = Encoding.ASCII.GetBytes(EditHead(
            $"{scene.Origin}/deposit/v1\nrecord {scene.Record}\ndepositor {scene.Depositor}\nschema observation/1\n"
            + $"caveats {Digest(scene.Caveats)}\nvault-key {scene.Epoch.Id} {Digest(scene.Epoch.PublicKey)[..32]}\n"
            + $"source age {source.Length} {Digest(source)}\ncommit {Convert.ToHexStringLower(commit)}\n"));

        var observation = EditSealed(Seal(EditAad(head), plaintext));
        var line = EditObservationLine($"observation 0020.0001.0003 {observation.Length} {Digest(observation)}\n");
        var manifest = EditManifest(NoteText.Sign([.. head, .. Encoding.ASCII.GetBytes(line)], DepositScene.SignerName, Signer ?? scene.ManifestKey));
        return EditPackage(DepositPackage.Encode(EditParts(new PackageParts(manifest, scene.Caveats, observation, source))));
    }

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Pad(byte[] content)
    {
        var padded = new byte[Padding.PaddedLength(content.Length)];
        Padding.Pad(content, padded);
        return padded;
    }

    private byte[] Source()
    {
        using var output = new MemoryStream();
        var content = Pad([.. Encoding.ASCII.GetBytes($"record {scene.Record} depositor {scene.Depositor}\n"), .. scene.Source]);
        AgeEnvelope.Write(output, new MemoryStream(content), [scene.SourceIdentity.PublicKey], scene.Random.Fill);
        return output.ToArray();
    }

    private byte[] Seal(byte[] aad, byte[] plaintext)
    {
        var sealedBytes = new byte[plaintext.Length + Hpke.Overhead];
        var info = Encoding.ASCII.GetBytes($"{scene.Origin}/observation/v1\n{scene.Epoch.Id}");
        if (BaseMode)
        {
            Hpke.Seal(sealedBytes, scene.Epoch.PublicKey, info, aad, plaintext, scene.Random.Fill);
            return sealedBytes;
        }

        var psk = new byte[32];
        using var derived = scene.EnrolmentSecret.Derive("hpke-psk");
        derived.Use(psk, static (bytes, target) => bytes.CopyTo(target));
        Hpke.SealPsk(
            sealedBytes, scene.Epoch.PublicKey, info, aad, plaintext, psk, Encoding.ASCII.GetBytes(scene.Depositor.ToString()), scene.Random.Fill);
        return sealedBytes;
    }
}
