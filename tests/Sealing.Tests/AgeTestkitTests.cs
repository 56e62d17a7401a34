using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

/// <summary>The age test kit: each file says what must come of it. Armor, passphrases and hybrid keys are not ours and must be refused.</summary>
public sealed class AgeTestkitTests
{
    public static TheoryData<string> Files() => [.. Directory.GetFiles(VectorFiles.Folder("age")).Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public void TryOpen_OfACase_EndsAsItsFileSays(string name)
    {
        var (fields, file) = Read(name);
        using var identity = Identity(fields);
        using var output = new MemoryStream();
        AgeEnvelope.TryOpen(output, new MemoryStream(file), identity, out var reason);
        Assert.Contains(reason, Expected(name, fields));
        if (reason == AgeFailure.None)
        {
            Assert.Equal(Field(fields, "payload"), Convert.ToHexStringLower(SHA256.HashData(output.ToArray())));
        }
    }

    [Fact]
    public void Kit_OfAllCases_IsThere() => Assert.True(Files().Count > 100);

    private static AgeFailure[] Expected(string name, List<(string Key, string Value)> fields)
    {
        var expected = Field(fields, "expect");
        if (fields.Contains(("armored", "yes")))
        {
            return [AgeFailure.Armored];
        }

        if (fields.Exists(field => field.Key == "passphrase"))
        {
            return expected switch
            {
                "header failure" => [AgeFailure.Passphrase, AgeFailure.Header],
                "no match" => [AgeFailure.Passphrase, AgeFailure.NoMatch],
                _ => [AgeFailure.Passphrase],
            };
        }

        if (name.StartsWith("hybrid", StringComparison.Ordinal) && Field(fields, "identity").StartsWith("AGE-SECRET-KEY-PQ-", StringComparison.Ordinal))
        {
            // Opened with an X25519 identity that no stanza is for: a wrong stanza of a type that is not ours is somebody else's.
            return expected == "header failure" ? [AgeFailure.NoMatch, AgeFailure.Header] : [AgeFailure.NoMatch];
        }

        return expected switch
        {
            "success" => [AgeFailure.None],
            "no match" => [AgeFailure.NoMatch],
            "HMAC failure" => [AgeFailure.HeaderMac],
            "payload failure" => [AgeFailure.Payload],
            "header failure" => [AgeFailure.Header],
            _ => [],
        };
    }

    private static X25519PrivateKey Identity(List<(string Key, string Value)> fields)
    {
        foreach (var (key, value) in fields)
        {
            if (key == "identity" && AgeKeys.TryParseIdentity(Encoding.ASCII.GetBytes(value), out var identity))
            {
                return identity!;
            }
        }

        return X25519PrivateKey.Generate(new SeededRandom("nobody").Fill);
    }

    private static string Field(List<(string Key, string Value)> fields, string key) => fields.Find(field => field.Key == key).Value ?? string.Empty;

    private static (List<(string Key, string Value)> Fields, byte[] File) Read(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(VectorFiles.Folder("age"), name));
        var end = bytes.AsSpan().IndexOf("\n\n"u8);
        var fields = Encoding.UTF8.GetString(bytes, 0, end).Split('\n').Select(line => line.Split(": ", 2)).Select(pair => (pair[0], pair[1])).ToList();
        var file = bytes[(end + 2)..];
        if (Field(fields, "compressed") != "zlib")
        {
            return (fields, file);
        }

        using var plain = new MemoryStream();
        using var inflate = new ZLibStream(new MemoryStream(file), CompressionMode.Decompress);
        inflate.CopyTo(plain);
        return (fields, plain.ToArray());
    }
}
