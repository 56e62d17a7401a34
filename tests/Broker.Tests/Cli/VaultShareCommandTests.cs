using System.Text;
using Broker.Cli;
using Broker.Sealing;

namespace Broker.Tests.Cli;

/// <summary>A custodian gives a share: to a vault, to a gateway that lies about one, with words that are mistyped.</summary>
public sealed class VaultShareCommandTests : IDisposable
{
    private readonly VaultBench bench = new();

    [Fact]
    public async Task Unseal_ShareByShare_ShowsWhoHasGivenAndOpensAtTheQuorum()
    {
        await bench.InitWithCardsAsync();
        Assert.Equal("sealed · operators 1 of 2 given (operators/1) · auditors 0 of 1\n", (await bench.UnsealAsync("operators-1.age", "operators-1")).Output);
        Assert.Equal("sealed · operators 2 of 2 given (operators/1, operators/3) · auditors 0 of 1\n", (await bench.UnsealAsync("operators-3.age", "operators-3")).Output);
        Assert.Equal("unsealed\n", (await bench.UnsealAsync("auditors-2.age", "auditors-2")).Output);
        Assert.Contains("key ring generation 1, epochs 0a0b0c0d", await bench.Broker.OkAsync("vault", "status", "--gateway", VaultBench.Gateway), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unseal_Twice_IsTheVaultsNo()
    {
        await bench.InitWithCardsAsync();
        await bench.UnsealAsync("operators-1.age", "operators-1");
        var (code, _, error) = await bench.UnsealAsync("operators-1.age", "operators-1");
        Assert.Equal(ExitCodes.No, code);
        Assert.StartsWith("share-repeated", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_OfASealedVault_DoesNotGiveTheFingerprintAway()
    {
        await bench.InitWithCardsAsync();
        var output = await bench.Broker.OkAsync("vault", "status", "--gateway", VaultBench.Gateway);
        Assert.StartsWith($"sealed · silo key {bench.Silo.Fingerprint[..6]}… · operators 0 of 2 · auditors 0 of 1\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Silo.Fingerprint[..7], output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1f0c")]
    [InlineData("zz0c2f111f0c2f111f0c2f111f0c2f11")]
    [InlineData("1f0c2f111f0c2f111f0c2f111f0c2f1")]
    public async Task Unseal_SiloKeyOfAnotherForm_SendsNothing(string siloKey)
    {
        await bench.InitWithCardsAsync();
        Assert.Equal(ExitCodes.Failure, (await bench.UnsealAsync("operators-1.age", "operators-1", siloKey)).Code);
        Assert.DoesNotContain(bench.Silo.Posts, post => post.Path == "/vault/shares");
    }

    [Fact]
    public async Task Unseal_GatewayThatNamesAKeyOfItsOwn_GetsNothing()
    {
        await bench.InitWithCardsAsync();
        using var own = X25519PrivateKey.Generate(new CounterRandom(5).Fill);
        bench.Silo.NamedKey = own.PublicKey;
        var (code, _, error) = await bench.UnsealAsync("operators-1.age", "operators-1");
        Assert.Equal(ExitCodes.No, code);
        Assert.Contains("another silo key", error, StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Silo.Posts, post => post.Path == "/vault/shares");
    }

    [Fact]
    public async Task Unseal_KeyReadAloud_MayHaveBlanksAndCapitalsOrBeTheWholeKey()
    {
        await bench.InitWithCardsAsync();
        var spoken = string.Join(' ', bench.Silo.Fingerprint.ToUpperInvariant().Chunk(4).Select(chunk => new string(chunk)));
        Assert.Equal(ExitCodes.Ok, (await bench.UnsealAsync("operators-1.age", "operators-1", spoken)).Code);
        Assert.Equal(ExitCodes.Ok, (await bench.UnsealAsync("operators-2.age", "operators-2", Convert.ToHexStringLower(bench.Silo.SiloKey.PublicKey))).Code);
    }

    [Fact]
    public async Task Unseal_TypedShare_MistakesAreNamedByTheWordsNumberOrTheChecksumAndNeverRepeated()
    {
        await bench.InitOnPaperAsync();
        var words = (await File.ReadAllTextAsync(bench.Folder.At("shares", "operators-1.txt"))).TrimEnd('\n').Split(' ');
        await AssertTyped("word 7 is not in the list", [.. words[..6], "zzzzzz", .. words[7..]]);
        await AssertTyped("the checksum is wrong", [.. words[..4], words[5], words[4], .. words[6..]]);
        await AssertTyped("a share has 33 words", words[..32]);
        await AssertTyped("a share has 33 words", [.. words, words[0]]);
        Assert.DoesNotContain(bench.Silo.Posts, post => post.Path == "/vault/shares");
        bench.Broker.Input = Encoding.UTF8.GetBytes("  " + string.Join("  ", words).ToUpperInvariant() + "\r\n");
        Assert.Equal(ExitCodes.Ok, (await bench.UnsealAsync("-", null)).Code);
    }

    [Fact]
    public async Task Unseal_WordsTypedAtATerminal_AreTakenUnseen()
    {
        await bench.InitOnPaperAsync();
        var words = (await File.ReadAllTextAsync(bench.Folder.At("shares", "auditors-2.txt"))).TrimEnd('\n');
        bench.Broker.Typed.Enqueue(words);
        var (code, output, _) = await bench.UnsealAsync("-", null);
        Assert.Equal((ExitCodes.Ok, "sealed · operators 0 of 2 · auditors 1 of 1 given (auditors/2)\n"), (code, output));
    }

    [Fact]
    public async Task Unseal_SealedShareWithoutAFolder_SaysWhatIsMissing()
    {
        await bench.InitWithCardsAsync();
        var (code, _, error) = await bench.UnsealAsync("operators-1.age", null);
        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains("--member", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unseal_WhatIsSent_HoldsNoWordOfTheShare()
    {
        await bench.InitOnPaperAsync();
        await bench.UnsealAsync("operators-1.txt", null);
        var sent = Encoding.Latin1.GetString(bench.Silo.Posts.Single(post => post.Path == "/vault/shares").Body);
        var words = (await File.ReadAllTextAsync(bench.Folder.At("shares", "operators-1.txt"))).TrimEnd('\n').Split(' ');
        Assert.All(words.Where(word => word.Length > 5), word => Assert.DoesNotContain(word, sent, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("rekey", "approve")]
    [InlineData("confirm", "confirm")]
    public async Task Plan_ThatWaits_IsShownAndAgreedToOnlyByItsDigest(string purpose, string command)
    {
        await bench.InitOnPaperAsync();
        var digest = Convert.ToHexStringLower(bench.Silo.Plan!.Digest(FakeVaultSilo.Origin));
        bench.Silo.ShownPlan = Encoding.ASCII.GetString(bench.Silo.Plan.Format());
        bench.Silo.Asking = $"{purpose} {digest}";
        string[] give = ["vault", command, "--share", bench.Folder.At("shares", "operators-1.txt"), "--silo-key", bench.Silo.Fingerprint, "--gateway", VaultBench.Gateway];

        var (shown, output, _) = await bench.Broker.RunAsync(give);
        Assert.Equal(ExitCodes.No, shown);
        Assert.Contains($"plan {digest}\nnothing was sent", output, StringComparison.Ordinal);
        Assert.Contains($"  auditors/2 {AgeKeys.FormatRecipient(bench.Silo.Plan.Groups[1].Recipients[1])}\n", output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.No, (await bench.Broker.RunAsync([.. give, "--plan", new string('0', 64)])).Code);
        Assert.DoesNotContain(bench.Silo.Posts, post => post.Path == "/vault/shares");

        Assert.Equal(ExitCodes.Ok, (await bench.Broker.RunAsync([.. give, "--plan", digest])).Code);
        Assert.Single(bench.Silo.Posts, post => post.Path == "/vault/shares");
    }

    [Fact]
    public async Task Approve_GatewayThatShowsAnotherPlanUnderTheToldDigest_GetsNothing()
    {
        await bench.InitOnPaperAsync();
        using var thief = X25519PrivateKey.Generate(new CounterRandom(6).Fill);
        Assert.True(VaultPlan.TryCreate(1, [new VaultPlanGroup("operators", 1, [thief.PublicKey])], out var other, out _));
        var told = Convert.ToHexStringLower(bench.Silo.Plan!.Digest(FakeVaultSilo.Origin));
        bench.Silo.ShownPlan = Encoding.ASCII.GetString(other!.Format());
        bench.Silo.Asking = $"rekey {told}";
        var (code, _, error) = await bench.Broker.RunAsync(
            "vault", "approve", "--share", bench.Folder.At("shares", "operators-1.txt"), "--silo-key", bench.Silo.Fingerprint, "--plan", told, "--gateway", VaultBench.Gateway);
        Assert.Equal(ExitCodes.No, code);
        Assert.Contains("another plan", error, StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Silo.Posts, post => post.Path == "/vault/shares");
    }

    [Fact]
    public async Task Approve_WhenNothingWaits_SaysSo()
    {
        await bench.InitOnPaperAsync();
        var (code, _, error) = await bench.Broker.RunAsync(
            "vault", "approve", "--share", bench.Folder.At("shares", "operators-1.txt"), "--silo-key", bench.Silo.Fingerprint, "--gateway", VaultBench.Gateway);
        Assert.Equal(ExitCodes.No, code);
        Assert.Contains("no plan waits", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rekey_Proposed_PrintsTheDigestThatCustodiansAreTold()
    {
        await bench.InitOnPaperAsync();
        var output = await bench.Broker.OkAsync("vault", "rekey", "--groups", "operators:1of1", "--paper", "--out", bench.Folder.At("new"), "--operator", bench.Folder.At("operator"), "--gateway", VaultBench.Gateway);
        Assert.True(VaultPlan.TryParse(bench.Silo.Posts.Single(post => post.Path == "/vault/rekey").Body, out var plan, out _));
        Assert.Contains($"--plan {Convert.ToHexStringLower(plan!.Digest(FakeVaultSilo.Origin))}", output, StringComparison.Ordinal);
    }

    public void Dispose() => bench.Dispose();

    private async Task AssertTyped(string message, string[] words)
    {
        bench.Broker.Input = Encoding.UTF8.GetBytes(string.Join(' ', words) + "\n");
        var (code, _, error) = await bench.UnsealAsync("-", null);
        Assert.Equal(ExitCodes.No, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.All(words.Where(word => word.Length > 7), word => Assert.DoesNotContain(word, error, StringComparison.Ordinal));
    }
}
