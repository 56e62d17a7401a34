using System.Security.Cryptography;
using System.Text;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

/// <summary>The examples of docs/specs are what the code makes.</summary>
public sealed class SpecificationTests
{
    [Fact]
    public void EnvelopePage_Example_IsTheAcceptedVector()
    {
        var page = Page("envelope.md");
        var package = Convert.FromBase64String(VectorFiles.Json("envelope", "accepted.json").Text("package"));
        Assert.True(DepositPackage.TryRead(package, out var parts, out _));
        var clear = package.Length - parts.Observation.Length - parts.Source.Length;
        Assert.Contains(Encoding.UTF8.GetString(package, 0, clear), page, StringComparison.Ordinal);
    }

    [Fact]
    public void EnvelopePage_Verification_NamesEveryCode()
    {
        var page = Page("envelope.md");
        Assert.All(Enum.GetValues<DepositRefusal>(), refusal => Assert.Contains($"`{DepositRefusals.Code(refusal)}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void RequestsPage_Example_IsWhatSignWrites()
    {
        var page = Page("requests.md");
        using var key = Ed25519SigningKey.FromSeed([.. Enumerable.Repeat((byte)1, 32)]);
        var nonce = Enumerable.Range(0, 16).Select(number => (byte)number).ToArray();
        var headers = RequestSignature.Sign(
            "POST", "localhost:5080", "/deposits", "?batch=1", "application/octet-stream", SHA256.HashData("body"u8),
            AccountId.Parse("0102030405060708"), key, DateTimeOffset.FromUnixTimeSeconds(1389787200), nonce.CopyTo);
        Assert.Contains($"\nContent-Digest: {headers.ContentDigest}\nSignature-Input: {headers.SignatureInput}\nSignature: {headers.Signature}\n", page, StringComparison.Ordinal);

        var start = page.IndexOf("\"@method\": POST", StringComparison.Ordinal);
        var signed = page[start..page.IndexOf("\n```", start, StringComparison.Ordinal)];
        var signature = Convert.FromBase64String(headers.Signature["sig=:".Length..^1]);
        Assert.True(Ed25519.Verify(key.PublicKey, Encoding.ASCII.GetBytes(signed), signature));
    }

    [Fact]
    public void VaultPage_IdentityFile_IsTheVectorThatOpens()
    {
        var vector = File.ReadAllText(Path.Combine(VectorFiles.Folder("identity-file"), "ok.txt"));
        Assert.Contains("```\n" + vector["expect: ok\n".Length..] + "```\n", Page("vault.md"), StringComparison.Ordinal);
    }

    private static string Page(string name) => File.ReadAllText(Path.Combine(VectorFiles.Folder("."), "..", "..", "docs", "specs", name));
}
