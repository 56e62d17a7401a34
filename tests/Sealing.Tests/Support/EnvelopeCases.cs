using System.Text;

namespace Broker.Sealing.Tests.Support;

/// <summary>The cases of tests/vectors/envelope: each package is wrong in one place, and signed properly where a depositor can.</summary>
internal static class EnvelopeCases
{
    public const string Accepted = "accepted";

    public const string Seed = "envelope vectors";

    public static IReadOnlyDictionary<string, (string Expect, Func<DepositScene, PackageForge> Forge)> All { get; } =
        new Dictionary<string, (string, Func<DepositScene, PackageForge>)>
        {
            ["accepted"] = (Accepted, scene => new(scene)),
            ["framing-trailing-byte"] = ("framing", scene => new(scene) { EditPackage = package => [.. package, 0] }),
            ["framing-leading-zero"] = ("framing", scene => new(scene) { EditPackage = package => Replace(package, "caveats ", "caveats 0") }),
            ["too-large-caveats"] = ("too-large", scene => new(scene) { EditPackage = package => Replace(package, "caveats 24\n", "caveats 8193\n") }),
            ["too-large-head"] = ("too-large", scene => new(scene) { EditHead = head => head + new string('x', 8192) + "\n" }),
            ["manifest-without-signature"] = ("manifest-malformed", scene => new(scene) { EditManifest = note => note[..(note.AsSpan().LastIndexOf("\n\n"u8) + 1)] }),
            ["manifest-without-observation"] = ("manifest-malformed", scene => new(scene) { EditObservationLine = _ => "" }),
            ["manifest-two-observations"] = ("head-malformed", scene => new(scene) { EditObservationLine = line => line + line }),
            ["manifest-size-with-zero"] = ("manifest-malformed", scene => new(scene) { EditObservationLine = line => Once(line, "0003 1", "0003 01") }),
            ["manifest-other-key"] = ("manifest-signature", scene => new(scene) { Signer = Ed25519SigningKey.Generate(scene.Random.Fill) }),
            ["manifest-two-signatures"] = ("manifest-signature", scene => new(scene) { EditManifest = note => [.. note, .. note[(note.AsSpan().LastIndexOf("\n\n"u8) + 2)..]] }),
            ["head-upper-case"] = ("head-malformed", scene => new(scene) { EditHead = head => Once(head, $"depositor {scene.Depositor}", $"depositor {scene.Depositor.ToString().ToUpperInvariant()}") }),
            ["head-duplicate-line"] = ("head-malformed", scene => new(scene) { EditHead = head => Once(head, "schema observation/1\n", "schema observation/1\nschema observation/1\n") }),
            ["head-unknown-line"] = ("head-malformed", scene => new(scene) { EditHead = head => Once(head, "commit ", "country 0\ncommit ") }),
            ["wrong-origin"] = ("wrong-origin", scene => new(scene) { EditHead = head => Once(head, $"{scene.Origin}/", "broker.example/other/") }),
            ["wrong-depositor"] = ("wrong-depositor", scene => new(scene) { EditHead = head => Once(head, scene.Depositor.ToString(), "00000000000000ff") }),
            ["unknown-schema"] = ("unknown-schema", scene => new(scene) { EditHead = head => Once(head, "observation/1", "observation/2") }),
            ["unknown-suite"] = ("unknown-suite", scene => new(scene) { EditObservationLine = line => Once(line, "0020.", "647a.") }),
            ["unknown-epoch"] = ("unknown-epoch", scene => new(scene) { EditHead = head => Once(head, $"vault-key {scene.Epoch.Id}", "vault-key 00000000") }),
            ["epoch-other-key"] = ("unknown-epoch", scene => new(scene) { EditHead = head => CutKey(Once(head, $"vault-key {scene.Epoch.Id} ", $"vault-key {scene.Epoch.Id} 0000")) }),
            ["caveats-replaced"] = ("caveats-digest", scene => new(scene) { EditParts = parts => parts with { Caveats = "caveats/1\ntier anyone\n"u8.ToArray() } }),
            ["observation-replaced"] = ("observation-digest", scene => new(scene) { EditParts = parts => parts with { Observation = scene.Random.Bytes(parts.Observation.Length) } }),
            ["source-replaced"] = ("source-digest", scene => new(scene) { EditParts = parts => parts with { Source = scene.Random.Bytes(parts.Source.Length) } }),
            ["source-of-another-size"] = ("source-digest", scene => new(scene) { EditHead = head => Once(head, "source age 1", "source age 2") }),
            ["source-not-age"] = ("source-envelope", scene => new(scene) { EditSource = source => scene.Random.Bytes(source.Length) }),
            ["source-empty"] = ("source-envelope", scene => new(scene) { EditSource = _ => [] }),
            ["source-seventeen-stanzas"] = ("source-envelope", scene => new(scene) { EditSource = source => Replace(source, "---", string.Concat(Enumerable.Repeat("-> x\n\n", 16)) + "---") }),
            ["open-base-mode"] = ("open-failed", scene => new(scene) { BaseMode = true }),
            ["open-other-head"] = ("open-failed", scene => new(scene) { EditAad = head => [.. head, (byte)'\n'] }),
            ["open-low-order-share"] = ("open-failed", scene => new(scene) { EditSealed = sealedBytes => [.. new byte[32], .. sealedBytes[32..]] }),
            ["open-too-short"] = ("open-failed", scene => new(scene) { EditSealed = sealedBytes => sealedBytes[..47] }),
            ["commit-to-another"] = ("commit-mismatch", scene => new(scene) { EditCommit = commit => [(byte)(commit[0] ^ 1), .. commit[1..]] }),
            ["padding-filler-set"] = ("padding", scene => new(scene) { EditPadded = padded => [.. padded[..^1], 1] }),
            ["padding-of-another-size"] = ("padding", scene => new(scene) { EditPadded = padded => [.. padded, .. new byte[64]] }),
            ["padding-length-beyond"] = ("padding", scene => new(scene) { EditPadded = padded => [0xFF, .. padded[1..]] }),
        };

    public static byte[] Build(string name)
    {
        using var scene = new DepositScene(Seed);
        return All[name].Forge(scene).Build();
    }

    private static string CutKey(string head)
    {
        // Four digits were put before the key's digest: cut its last four, so that only the digest differs.
        var end = head.IndexOf("\nsource age", StringComparison.Ordinal);
        return head[..(end - 4)] + head[end..];
    }

    private static string Once(string text, string found, string replaced)
    {
        var at = text.IndexOf(found, StringComparison.Ordinal);
        Assert.True(at >= 0, $"nothing to replace by `{replaced}`");
        return text[..at] + replaced + text[(at + found.Length)..];
    }

    private static byte[] Replace(byte[] bytes, string found, string replaced) =>
        Encoding.Latin1.GetBytes(Once(Encoding.Latin1.GetString(bytes), found, replaced));
}
