using System.Security.Cryptography;
using System.Text;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

public sealed class RequestSignatureTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2014, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Body = SHA256.HashData("body"u8);
    private static readonly AccountId Account = AccountId.Parse("0102030405060708");

    private readonly SeededRandom random = new("requests");
    private readonly Ed25519SigningKey key;
    private readonly RequestHeaders signed;

    public RequestSignatureTests()
    {
        key = Ed25519SigningKey.Generate(random.Fill);
        signed = RequestSignature.Sign(
            "POST", "localhost:5080", "/deposits", "?batch=1", "application/octet-stream", Body, Account, key, Now, random.Fill);
    }

    public void Dispose() => key.Dispose();

    [Fact]
    public void Check_OfASignedRequest_GivesKeyAndNonce()
    {
        Assert.Null(RequestSignature.Check(signed, Body, key.PublicKey, Now, out var keyId, out var nonce));
        Assert.Equal(Account, keyId);
        Assert.Matches("^[A-Za-z0-9_-]{22}$", nonce);
        Assert.True(RequestSignature.TryReadKeyId(signed, out var claimed));
        Assert.Equal(Account, claimed);
        Assert.Matches(
            "^sig=\\(\"@method\" \"@authority\" \"@path\" \"@query\" \"content-digest\" \"content-type\"\\);created=1389787200;expires=1389787500;"
            + "nonce=\"[A-Za-z0-9_-]{22}\";keyid=\"0102030405060708\";tag=\"broker/v1\"$",
            signed.SignatureInput);
    }

    [Fact]
    public void Sign_OfTheFixedProfile_SignsTheBaseWrittenByHand()
    {
        var parameters = signed.SignatureInput["sig=".Length..];
        var expected = "\"@method\": POST\n\"@authority\": localhost:5080\n\"@path\": /deposits\n\"@query\": ?batch=1\n"
            + $"\"content-digest\": sha-256=:{Convert.ToBase64String(Body)}:\n\"content-type\": application/octet-stream\n\"@signature-params\": {parameters}";
        var signature = Convert.FromBase64String(signed.Signature["sig=:".Length..^1]);
        Assert.True(Ed25519.Verify(key.PublicKey, Encoding.ASCII.GetBytes(expected), signature));
    }

    [Fact]
    public void Check_WithAnyPartChanged_Refuses()
    {
        AssertRefused(signed with { Method = "PUT" }, RequestFailure.Signature);
        AssertRefused(signed with { Authority = "localhost" }, RequestFailure.Signature);
        AssertRefused(signed with { Path = "/deposits/" }, RequestFailure.Signature);
        AssertRefused(signed with { Query = "?" }, RequestFailure.Signature);
        AssertRefused(signed with { ContentType = "text/plain" }, RequestFailure.Signature);
        AssertRefused(signed with { ContentDigest = "sha-256=:AAAA:" }, RequestFailure.ContentDigest);
        Assert.Equal(RequestFailure.ContentDigest, RequestSignature.Check(signed, SHA256.HashData("other"u8), key.PublicKey, Now, out _, out _));
        using var other = Ed25519SigningKey.Generate(random.Fill);
        Assert.Equal(RequestFailure.Signature, RequestSignature.Check(signed, Body, other.PublicKey, Now, out _, out _));
    }

    [Fact]
    public void Check_WithEachCharacterOfTheHeadersAltered_Refuses()
    {
        foreach (var replacement in "A0 \"\n")
        {
            for (var i = 0; i < signed.SignatureInput.Length; i++)
            {
                if (signed.SignatureInput[i] != replacement)
                {
                    AssertRefused(signed with { SignatureInput = signed.SignatureInput[..i] + replacement + signed.SignatureInput[(i + 1)..] }, null);
                }
            }

            for (var i = 0; i < signed.Signature.Length; i++)
            {
                if (signed.Signature[i] != replacement)
                {
                    AssertRefused(signed with { Signature = signed.Signature[..i] + replacement + signed.Signature[(i + 1)..] }, null);
                }
            }
        }
    }

    [Theory]
    [InlineData("sig=", "sig1=")]
    [InlineData("\"@query\" ", "")]
    [InlineData("\"@method\" \"@authority\"", "\"@authority\" \"@method\"")]
    [InlineData(";tag=\"broker/v1\"", "")]
    [InlineData(";tag=\"broker/v1\"", ";tag=\"broker/v2\"")]
    [InlineData(";tag=\"broker/v1\"", ";tag=\"broker/v1\";alg=\"ed25519\"")]
    [InlineData(";tag=\"broker/v1\"", ";tag=\"broker/v1\", sig2=()")]
    [InlineData("created=1", "created=01")]
    [InlineData("created=1", "created=-1")]
    [InlineData(";expires=1389787500", "")]
    [InlineData("keyid=\"01", "keyid=\"0A")]
    public void Check_OfAnotherProfile_IsMalformed(string found, string replaced)
    {
        var altered = signed.SignatureInput.Replace(found, replaced, StringComparison.Ordinal);
        Assert.NotEqual(signed.SignatureInput, altered);
        AssertRefused(signed with { SignatureInput = altered }, RequestFailure.Malformed);
        Assert.Equal(RequestFailure.Malformed, RequestSignature.CheckWithoutKey(signed with { SignatureInput = altered }, Body, Now, out _, out _));
        Assert.False(RequestSignature.TryReadKeyId(signed with { SignatureInput = altered }, out _));
    }

    [Theory]
    [InlineData(-30, null)]
    [InlineData(-31, RequestFailure.NotYetValid)]
    [InlineData(300, null)]
    [InlineData(301, RequestFailure.Expired)]
    public void Check_AtAnotherTime_HoldsForFiveMinutes(int seconds, RequestFailure? expected)
    {
        Assert.Equal(expected, RequestSignature.Check(signed, Body, key.PublicKey, Now.AddSeconds(seconds), out _, out _));
        Assert.Equal(expected, RequestSignature.CheckWithoutKey(signed, Body, Now.AddSeconds(seconds), out _, out _));
    }

    [Fact]
    public void CheckWithoutKey_LooksAtEverythingButWhoSigned()
    {
        Assert.Null(RequestSignature.CheckWithoutKey(signed, Body, Now, out var keyId, out var created));
        Assert.Equal((Account, Now), (keyId, created));
        Assert.Null(RequestSignature.CheckWithoutKey(signed with { Path = "/elsewhere" }, Body, Now, out _, out _));
        Assert.Equal(RequestFailure.ContentDigest, RequestSignature.CheckWithoutKey(signed, SHA256.HashData("other"u8), Now, out keyId, out created));
        Assert.Equal((default, default), (keyId, created));
        foreach (var malformed in (RequestHeaders[])[signed with { Signature = "sig=:AAAA:" }, signed with { Signature = "" }, signed with { Path = "" }, signed with { Method = "p" }])
        {
            Assert.Equal(RequestFailure.Malformed, RequestSignature.CheckWithoutKey(malformed, Body, Now, out _, out _));
        }
    }

    [Theory]
    [InlineData(301)]
    [InlineData(0)]
    [InlineData(-5)]
    public void Check_WithAnotherWindow_Refuses(int seconds)
    {
        var expires = (Now.ToUnixTimeSeconds() + seconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        AssertRefused(
            signed with { SignatureInput = signed.SignatureInput.Replace("1389787500", expires, StringComparison.Ordinal) }, RequestFailure.WindowTooLong);
    }

    [Theory]
    [InlineData("post", "h", "/", "?", "t/t")]
    [InlineData("POST", "H", "/", "?", "t/t")]
    [InlineData("POST", "", "/", "?", "t/t")]
    [InlineData("POST", "h", "p", "?", "t/t")]
    [InlineData("POST", "h", "/\n", "?", "t/t")]
    [InlineData("POST", "h", "/?", "?", "t/t")]
    [InlineData("POST", "h", "/", "", "t/t")]
    [InlineData("POST", "h", "/", "?a b", "t/t")]
    [InlineData("POST", "h", "/", "?", "")]
    [InlineData("POST", "h", "/", "?", "t/t\n\"x\": y")]
    [InlineData("POST", "h", "/é", "?", "t/t")]
    public void Sign_OfPartsThatCannotBeSent_IsACallersBugAndNeverChecks(string method, string authority, string path, string query, string type)
    {
        Assert.Throws<ArgumentException>(() => RequestSignature.Sign(method, authority, path, query, type, Body, Account, key, Now, random.Fill));
        AssertRefused(signed with { Method = method, Authority = authority, Path = path, Query = query, ContentType = type }, RequestFailure.Malformed);
    }

    private void AssertRefused(RequestHeaders headers, RequestFailure? expected)
    {
        var failure = RequestSignature.Check(headers, Body, key.PublicKey, Now, out var keyId, out var nonce);
        Assert.NotNull(failure);
        Assert.Equal((default, string.Empty), (keyId, nonce));
        if (expected is not null)
        {
            Assert.Equal(expected, failure);
        }
    }
}
