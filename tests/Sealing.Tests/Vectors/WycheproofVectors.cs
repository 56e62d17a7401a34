using System.Security.Cryptography;
using System.Text.Json;
using Broker.Sealing.Interop;

namespace Broker.Sealing.Tests.Vectors;

/// <summary>Reads Wycheproof's form: groups of tests with `result` and `flags`, of an algorithm that the file names.</summary>
/// <remarks>`acceptable` leaves the choice: ours is that of RFC 7748, except that a shared secret of zeros is refused, as RFC 9180 demands.</remarks>
internal static class WycheproofVectors
{
    private const string Valid = "valid";

    private delegate void Check(JsonElement group, JsonElement test, bool mustHold, string why);

    public static IEnumerable<VectorCase> Read(VectorFile file)
    {
        var document = file.Json();
        foreach (var group in document.GetProperty("testGroups").EnumerateArray())
        {
            var check = CheckOf(document.Text("algorithm"), group);
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                yield return Case(file, document.Text("algorithm"), group, test, check);
            }
        }
    }

    private static VectorCase Case(VectorFile file, string algorithm, JsonElement group, JsonElement test, Check? check)
    {
        var name = $"{file.Label} {test.Number("tcId")}";
        var flags = test.TryGetProperty("flags", out var list) ? string.Join(' ', list.EnumerateArray().Select(flag => flag.GetString())) : string.Empty;
        var why = $"{name}: {test.Text("result")}, {flags}";
        if (check is null)
        {
            return new VectorCase(name, VectorKind.NotOurs, () => Refused(algorithm, group, test, why));
        }

        var mustHold = test.Text("result") switch
        {
            Valid => true,
            "invalid" => false,
            "acceptable" => !IsOfZeros(test),
            var other => throw new FormatException($"the result `{other}` is not known"),
        };
        return new VectorCase(name, mustHold ? VectorKind.MustHold : VectorKind.MustFail, () => check(group, test, mustHold, why));
    }

    /// <summary>The product's own call for a group, or null when the algorithm or a size is not one of ours.</summary>
    private static Check? CheckOf(string algorithm, JsonElement group) => (algorithm, group.Text("type")) switch
    {
        ("XDH", "XdhComp") when group.Text("curve") == "curve25519" => Agreement,
        ("EDDSA", "EddsaVerify") when group.GetProperty("publicKey").Text("curve") == "edwards25519" => Signature,
        ("CHACHA20-POLY1305", "AeadTest") when group.Number("ivSize") == 96 => ChaCha,
        ("XCHACHA20-POLY1305", "AeadTest") => XChaCha,
        ("HKDF-SHA-256", "HkdfTest") => Derivation,
        ("HMACSHA256", "MacTest") when group.Number("keySize") == 256 => Tag,
        _ => null,
    };

    // A key, a nonce or a curve of another size never gets as far as the primitive.
    private static void Refused(string algorithm, JsonElement group, JsonElement test, string why)
    {
        if (algorithm == "HMACSHA256")
        {
            Assert.Throws<ArgumentException>(() => SecretKey.FromBytes(test.Hex("key")).Dispose());
        }
        else if (group.Text("type") == "XdhComp")
        {
            Assert.Throws<ArgumentException>(() => X25519PrivateKey.FromBytes(test.Hex("private")).Dispose());
        }
        else if (group.Text("type") == "EddsaVerify")
        {
            Assert.False(Ed25519.Verify(group.GetProperty("publicKey").Hex("pk"), test.Hex("msg"), test.Hex("sig")), why);
        }
    }

    private static bool IsOfZeros(JsonElement test) => test.Hex("shared").All(octet => octet == 0);

    private static void Agreement(JsonElement group, JsonElement test, bool mustHold, string why)
    {
        using var key = X25519PrivateKey.FromBytes(test.Hex("private"));
        var shared = new byte[32];
        Assert.True(mustHold == key.TryAgree(test.Hex("public"), shared), why);
        Assert.Equal(test.Hex("shared"), shared);

        // A public key in another spelling, or of low order, never becomes one that somebody seals to.
        var flags = why.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(!flags.Contains("NonCanonicalPublic") && !IsOfZeros(test), X25519.IsUsable(test.Hex("public")));
    }

    private static void Signature(JsonElement group, JsonElement test, bool mustHold, string why) =>
        Assert.True(mustHold == Ed25519.Verify(group.GetProperty("publicKey").Hex("pk"), test.Hex("msg"), test.Hex("sig")), why);

    private static void ChaCha(JsonElement group, JsonElement test, bool mustHold, string why)
    {
        byte[] input = [.. test.Hex("ct"), .. test.Hex("tag")];
        var (plaintext, aad) = (new byte[Math.Max(0, input.Length - 16)], test.Hex("aad"));
        var opened = Sodium.ChaChaDecrypt(plaintext, 0, 0, input, (ulong)input.Length, aad, (ulong)aad.Length, test.Hex("iv"), test.Hex("key")) == 0;
        Assert.True(mustHold == opened, why);
        if (mustHold)
        {
            var again = new byte[input.Length];
            _ = Sodium.ChaChaEncrypt(again, 0, plaintext, (ulong)plaintext.Length, aad, (ulong)aad.Length, 0, test.Hex("iv"), test.Hex("key"));
            Assert.Equal(test.Hex("msg"), plaintext);
            Assert.Equal(input, again);
        }
    }

    // The nonce is part of the sealed bytes, so that one of another size shifts them: they never open.
    private static void XChaCha(JsonElement group, JsonElement test, bool mustHold, string why)
    {
        using var key = SecretKey.FromBytes(test.Hex("key"));
        byte[] input = [.. test.Hex("iv"), .. test.Hex("ct"), .. test.Hex("tag")];
        var plaintext = new byte[Math.Max(0, input.Length - XChaCha20Poly1305.Overhead)];
        Assert.True(mustHold == XChaCha20Poly1305.TryOpen(plaintext, key, test.Hex("aad"), input), why);
        if (mustHold)
        {
            var again = new byte[input.Length];
            XChaCha20Poly1305.Seal(again, key, test.Hex("aad"), plaintext, test.Hex("iv").CopyTo);
            Assert.Equal(test.Hex("msg"), plaintext);
            Assert.Equal(input, again);
        }
    }

    private static void Derivation(JsonElement group, JsonElement test, bool mustHold, string why)
    {
        var output = new byte[test.Number("size")];
        void Derive() => HKDF.DeriveKey(HashAlgorithmName.SHA256, test.Hex("ikm"), output, test.Hex("salt"), test.Hex("info"));
        if (!mustHold)
        {
            Assert.ThrowsAny<ArgumentException>(Derive);
            return;
        }

        Derive();
        Assert.True(test.Hex("okm").AsSpan().SequenceEqual(output), why);
        if (test.Hex("salt").Length == 0 && test.Hex("ikm").Length == SecretKey.Size && output.Length >= SecretKey.Size)
        {
            // The same derivation out of guarded memory, which gives the first 32 bytes.
            using var key = SecretKey.FromBytes(test.Hex("ikm"));
            using var derived = key.Derive(test.Hex("info"));
            derived.Use(output[..SecretKey.Size], static (bytes, expected) => Assert.True(bytes.SequenceEqual(expected)));
        }
    }

    private static void Tag(JsonElement group, JsonElement test, bool mustHold, string why)
    {
        using var key = SecretKey.FromBytes(test.Hex("key"));
        var tag = new byte[group.Number("tagSize") / 8];
        Tags.Compute(key, test.Hex("msg"), tag);
        Assert.True(mustHold == tag.AsSpan().SequenceEqual(test.Hex("tag")), why);
    }
}
