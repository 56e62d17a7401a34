using System.Security.Cryptography;
using System.Text.Json;
using Broker.Sealing.Interop;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

public sealed class WycheproofTests
{
    [Fact]
    public void X25519_Cases_AgreeOrAreRefused()
    {
        var tried = ForEach("x25519_test.json", (_, test, result) =>
        {
            using var key = X25519PrivateKey.FromBytes(test.Hex("private"));
            var shared = new byte[32];
            var expected = test.Hex("shared");
            // A shared secret of zeros means a low-order point: the specification lets one refuse it, and RFC 9180 demands it.
            Assert.Equal(result != "invalid" && expected.Any(octet => octet != 0), key.TryAgree(test.Hex("public"), shared));
            Assert.Equal(expected, shared);
        });
        Assert.True(tried > 200);
    }

    [Fact]
    public void Ed25519_Cases_VerifyOrNot()
    {
        var tried = ForEach("ed25519_test.json", (group, test, result) => Assert.Equal(
            result == "valid", Ed25519.Verify(group.GetProperty("publicKey").Hex("pk"), test.Hex("msg"), test.Hex("sig"))));
        Assert.True(tried > 60);
    }

    [Fact]
    public void ChaCha20Poly1305_Cases_OpenOrNot()
    {
        var tried = ForEach("chacha20_poly1305_test.json", (group, test, result) =>
        {
            if (group.GetProperty("ivSize").GetInt32() != 96)
            {
                Assert.NotEqual("valid", result);
                return;
            }

            byte[] input = [.. test.Hex("ct"), .. test.Hex("tag")];
            var (plaintext, aad) = (new byte[input.Length - 16], test.Hex("aad"));
            var opened = Sodium.ChaChaDecrypt(
                plaintext, 0, 0, input, (ulong)input.Length, aad, (ulong)aad.Length, test.Hex("iv"), test.Hex("key")) == 0;
            Assert.Equal(result == "valid", opened);
            if (opened)
            {
                var again = new byte[input.Length];
                _ = Sodium.ChaChaEncrypt(again, 0, plaintext, (ulong)plaintext.Length, aad, (ulong)aad.Length, 0, test.Hex("iv"), test.Hex("key"));
                Assert.Equal(test.Hex("msg"), plaintext);
                Assert.Equal(input, again);
            }
        });
        Assert.True(tried > 150);
    }

    [Fact]
    public void XChaCha20Poly1305_Cases_OpenOrNot()
    {
        var tried = ForEach("xchacha20_poly1305_test.json", (group, test, result) =>
        {
            if (group.GetProperty("ivSize").GetInt32() != 192)
            {
                Assert.NotEqual("valid", result);
                return;
            }

            using var key = SecretKey.FromBytes(test.Hex("key"));
            byte[] input = [.. test.Hex("iv"), .. test.Hex("ct"), .. test.Hex("tag")];
            var plaintext = new byte[input.Length - XChaCha20Poly1305.Overhead];
            var opened = XChaCha20Poly1305.TryOpen(plaintext, key, test.Hex("aad"), input);
            Assert.Equal(result == "valid", opened);
            if (opened)
            {
                var again = new byte[input.Length];
                XChaCha20Poly1305.Seal(again, key, test.Hex("aad"), plaintext, test.Hex("iv").CopyTo);
                Assert.Equal(test.Hex("msg"), plaintext);
                Assert.Equal(input, again);
            }
        });
        Assert.True(tried > 140);
    }

    [Fact]
    public void Hkdf_Cases_DeriveOrAreRefused()
    {
        var tried = ForEach("hkdf_sha256_test.json", (_, test, result) =>
        {
            var output = new byte[test.GetProperty("size").GetInt32()];
            if (result == "invalid")
            {
                Assert.ThrowsAny<ArgumentException>(
                    () => HKDF.DeriveKey(HashAlgorithmName.SHA256, test.Hex("ikm"), output, test.Hex("salt"), test.Hex("info")));
                return;
            }

            HKDF.DeriveKey(HashAlgorithmName.SHA256, test.Hex("ikm"), output, test.Hex("salt"), test.Hex("info"));
            Assert.Equal(test.Hex("okm"), output);
        });
        Assert.True(tried > 40);
    }

    [Fact]
    public void Tags_CasesOfOurKeySize_ComputeTheTag()
    {
        var ours = 0;
        ForEach("hmac_sha256_test.json", (group, test, result) =>
        {
            if (group.GetProperty("keySize").GetInt32() != 256)
            {
                return;
            }

            ours++;
            using var key = SecretKey.FromBytes(test.Hex("key"));
            var tag = new byte[group.GetProperty("tagSize").GetInt32() / 8];
            Tags.Compute(key, test.Hex("msg"), tag);
            Assert.Equal(result == "valid", tag.AsSpan().SequenceEqual(test.Hex("tag")));
        });
        Assert.True(ours > 20);
    }

    private static int ForEach(string file, Action<JsonElement, JsonElement, string> act)
    {
        var tried = 0;
        foreach (var group in VectorFiles.Json("wycheproof", file).GetProperty("testGroups").EnumerateArray())
        {
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                tried++;
                act(group, test, test.Text("result"));
            }
        }

        return tried;
    }
}
