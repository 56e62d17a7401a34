using System.Text.Json;

namespace Broker.Sealing.Tests.Vectors;

/// <summary>Reads this project's own form: a package and the code that must come of it, under the keys of keys.json beside it.</summary>
internal static class EnvelopeVectors
{
    private const string Accepted = "accepted";
    /// <summary>What is no case but opens the others.</summary>
    public const string KeysFile = "keys.json";

    public static IEnumerable<VectorCase> Read(VectorFile file)
    {
        var vector = file.Json();
        var keys = new VectorFile(KeysFile, Path.Combine(Path.GetDirectoryName(file.Path)!, KeysFile)).Json();
        var expected = vector.Text("expect");
        _ = vector.Text("package");
        yield return new VectorCase(file.Label, expected == Accepted ? VectorKind.MustHold : VectorKind.MustFail, () => Run(vector, keys, expected));
    }

    private static void Run(JsonElement vector, JsonElement keys, string expected)
    {
        var refusal = Receive(Convert.FromBase64String(vector.Text("package")), keys, out var observation);
        Assert.Equal(expected, refusal is { } code ? DepositRefusals.Code(code) : Accepted);
        Assert.Equal(refusal is null ? Convert.FromBase64String(vector.Text("observation")) : [], observation);
    }

    private static DepositRefusal? Receive(byte[] package, JsonElement keys, out byte[] observation)
    {
        observation = [];
        if (!DepositPackage.TryRead(package, out var parts, out var framing))
        {
            return framing;
        }

        var depositor = new DepositorKeys(AccountId.Parse(keys.Text("depositor")), keys.Hex("signer_public_key"), keys.Text("signer_name"));
        var epoch = EpochId.Parse(keys.Text("epoch"));
        if (DepositOpener.Check(
            parts, Origin.Parse(keys.Text("origin")), depositor, id => id == epoch ? EpochPublicKey(keys) : null, out var head, out var headBytes) is { } refusal)
        {
            return refusal;
        }

        using var epochKey = X25519PrivateKey.FromBytes(keys.Hex("epoch_private_key"));
        using var secret = SecretKey.FromBytes(keys.Hex("enrolment_secret"));
        var scratch = new byte[parts.Observation.Length];
        var outcome = DepositOpener.OpenObservation(head!, headBytes.Span, parts.Observation.Span, epochKey, secret, scratch, out var range);
        observation = outcome is null ? scratch[range] : [];
        return outcome;
    }

    private static byte[] EpochPublicKey(JsonElement keys)
    {
        using var key = X25519PrivateKey.FromBytes(keys.Hex("epoch_private_key"));
        return key.PublicKey;
    }
}
