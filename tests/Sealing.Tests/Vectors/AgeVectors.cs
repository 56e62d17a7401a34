using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests.Vectors;

/// <summary>Reads the age test kit's form: lines `key: value`, an empty line, the file. Reference: C2SP/CCTV, age.</summary>
internal static class AgeVectors
{
    private const string HeaderFailure = "header failure";

    private static readonly Dictionary<string, AgeFailure> Outcomes = new(StringComparer.Ordinal)
    {
        ["success"] = AgeFailure.None,
        ["no match"] = AgeFailure.NoMatch,
        ["HMAC failure"] = AgeFailure.HeaderMac,
        [HeaderFailure] = AgeFailure.Header,
        ["payload failure"] = AgeFailure.Payload,
        ["armor failure"] = AgeFailure.Armored,
    };

    public static IEnumerable<VectorCase> Read(VectorFile file)
    {
        var bytes = File.ReadAllBytes(file.Path);
        var end = bytes.AsSpan().IndexOf("\n\n"u8);
        if (end < 0)
        {
            throw new FormatException("no empty line ends the fields");
        }

        var fields = Encoding.UTF8.GetString(bytes, 0, end).Split('\n').Select(line => line.Split(": ", 2)).Select(pair => (Key: pair[0], Value: pair[1])).ToList();
        if (!Outcomes.ContainsKey(Field(fields, "expect")))
        {
            throw new FormatException($"the outcome `{Field(fields, "expect")}` is not known");
        }

        foreach (var (_, value) in fields.FindAll(field => field.Key == "identity" && IsOurs(field.Value)))
        {
            // Read as nobody's key, it would make whatever the case says of a stranger true.
            if (!AgeKeys.TryParseIdentity(Encoding.ASCII.GetBytes(value), out var identity))
            {
                throw new FormatException("an identity can't be read");
            }

            identity!.Dispose();
        }

        var content = Field(fields, "compressed") == "zlib" ? Inflate(bytes[(end + 2)..]) : bytes[(end + 2)..];
        var expected = Expected(fields, content);
        yield return new VectorCase(file.Label, KindOf(fields, expected), () => Run(fields, content, expected));
    }

    private static void Run(List<(string Key, string Value)> fields, byte[] file, AgeFailure expected)
    {
        var identities = Identities(fields);
        var reasons = new List<AgeFailure>();
        foreach (var identity in identities)
        {
            using var output = new MemoryStream();
            AgeEnvelope.TryOpen(output, new MemoryStream(file), identity, out var reason);
            reasons.Add(reason);
            if (reason == AgeFailure.None)
            {
                Assert.Equal(Field(fields, "payload"), Convert.ToHexStringLower(SHA256.HashData(output.ToArray())));
            }
            else if (reason != AgeFailure.Payload)
            {
                Assert.Equal(0, output.Length);
            }

            identity.Dispose();
        }

        // With several identities, the one that a stanza is for decides.
        Assert.Equal(expected, reasons.FirstOrDefault(reason => reason != AgeFailure.NoMatch, AgeFailure.NoMatch));
    }

    /// <summary>What a reader of the binary form with X25519 keys must say, from the file's own words and a look at its stanza lines.</summary>
    private static AgeFailure Expected(List<(string Key, string Value)> fields, byte[] file)
    {
        var text = Encoding.Latin1.GetString(file);
        if (fields.Contains(("armored", "yes")))
        {
            return text.StartsWith("-----BEGIN AGE", StringComparison.Ordinal) ? AgeFailure.Armored : AgeFailure.Header;
        }

        var expected = Outcomes[Field(fields, "expect")];
        var header = text.Split('\n').TakeWhile(line => !line.StartsWith("---", StringComparison.Ordinal)).ToList();
        var stanzas = header.FindAll(line => line.StartsWith("-> ", StringComparison.Ordinal));
        var isOfOthers = stanzas.Exists(line => line.StartsWith("-> mlkem768x25519", StringComparison.Ordinal)) && !HasIdentityOfOurs(fields);
        if (!stanzas.Exists(line => line.StartsWith("-> scrypt ", StringComparison.Ordinal)) && !isOfOthers)
        {
            return expected;
        }

        // A stanza of a type that is not ours is somebody else's, whatever is wrong with it; but its body must have the form of one.
        if (!BodyOf(header).All(IsCanonical))
        {
            return AgeFailure.Header;
        }

        return isOfOthers ? AgeFailure.NoMatch : stanzas.Count == 1 ? AgeFailure.Passphrase : AgeFailure.Header;
    }

    // The bodies of such a header, each joined from its lines.
    private static IEnumerable<string> BodyOf(List<string> header) => string.Join('\n', header).Split("\n-> ").Skip(1)
        .Select(stanza => string.Concat(stanza.Split('\n').Skip(1)));

    private static bool IsCanonical(string unpadded)
    {
        var padded = unpadded + new string('=', (4 - (unpadded.Length % 4)) % 4);
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var length) && Convert.ToBase64String(bytes, 0, length) == padded;
    }

    private static VectorKind KindOf(List<(string Key, string Value)> fields, AgeFailure expected)
    {
        var isOurs = !fields.Contains(("armored", "yes")) && !fields.Exists(field => field.Key == "passphrase") && HasIdentityOfOurs(fields);
        return !isOurs ? VectorKind.NotOurs : expected == AgeFailure.None ? VectorKind.MustHold : VectorKind.MustFail;
    }

    private static bool HasIdentityOfOurs(List<(string Key, string Value)> fields) =>
        fields.Exists(field => field.Key == "identity" && IsOurs(field.Value));

    private static bool IsOurs(string identity) => identity.StartsWith("AGE-SECRET-KEY-1", StringComparison.Ordinal);

    private static List<X25519PrivateKey> Identities(List<(string Key, string Value)> fields)
    {
        var found = new List<X25519PrivateKey>();
        foreach (var (key, value) in fields)
        {
            if (key == "identity" && AgeKeys.TryParseIdentity(Encoding.ASCII.GetBytes(value), out var identity))
            {
                found.Add(identity!);
            }
        }

        return found.Count > 0 ? found : [X25519PrivateKey.Generate(new SeededRandom("nobody").Fill)];
    }

    private static string Field(List<(string Key, string Value)> fields, string key) => fields.Find(field => field.Key == key).Value ?? string.Empty;

    private static byte[] Inflate(byte[] compressed)
    {
        using var plain = new MemoryStream();
        using var inflate = new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress);
        inflate.CopyTo(plain);
        return plain.ToArray();
    }
}
