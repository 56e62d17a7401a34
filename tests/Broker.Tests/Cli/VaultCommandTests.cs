using System.Text;
using Broker.Cli;
using Broker.Sealing;

namespace Broker.Tests.Cli;

/// <summary>The vault's commands against a gateway that keeps a vault, lies about one, or names another silo key.</summary>
public sealed class VaultCommandTests : IDisposable
{
    private const string Gateway = "http://localhost:5080";
    private const string Groups = "operators:2of3,auditors:1of3";

    private readonly TemporaryFolder folder = new();
    private readonly FakeVaultSilo silo = new();
    private readonly CommandRun broker;

    public VaultCommandTests() => broker = new CommandRun(() => new Unowned(silo));

    [Fact]
    public async Task Init_WithCards_WritesEachCustodianASealedShareThatOnlyItOpens()
    {
        await InitWithCardsAsync();
        Assert.Equal(
            ["auditors-1.age", "auditors-2.age", "auditors-3.age", "operators-1.age", "operators-2.age", "operators-3.age"],
            Files("shares"));
        var card = await broker.OkAsync("keys", "show", folder.At("auditors-2", "member"));
        Assert.EndsWith($"recipient {AgeKeys.FormatRecipient(silo.Plan!.Groups[1].Recipients[1])}\n", card, StringComparison.Ordinal);
        Assert.Equal(Groups, string.Join(',', silo.Plan!.Groups.Select(group => $"{group.Name}:{group.Threshold}of{group.Recipients.Count}")));
        var (code, _, error) = await UnsealAsync("operators-1.age", "operators-2");
        Assert.Equal(ExitCodes.No, code);
        Assert.Contains("does not open with this key", error, StringComparison.Ordinal);
        Assert.DoesNotContain(silo.Posts, post => post.Path == "/vault/shares");
    }

    [Fact]
    public async Task Unseal_ShareByShare_ShowsWhoHasGivenAndOpensAtTheQuorum()
    {
        await InitWithCardsAsync();
        Assert.Equal("sealed · operators 1 of 2 given (operators/1) · auditors 0 of 1\n", (await UnsealAsync("operators-1.age", "operators-1")).Output);
        Assert.Equal("sealed · operators 2 of 2 given (operators/1, operators/3) · auditors 0 of 1\n", (await UnsealAsync("operators-3.age", "operators-3")).Output);
        Assert.Equal("unsealed\n", (await UnsealAsync("auditors-2.age", "auditors-2")).Output);
        Assert.Contains("key ring generation 1, epochs 0a0b0c0d", await broker.OkAsync("vault", "status", "--gateway", Gateway), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unseal_Twice_IsTheVaultsNo()
    {
        await InitWithCardsAsync();
        await UnsealAsync("operators-1.age", "operators-1");
        var (code, _, error) = await UnsealAsync("operators-1.age", "operators-1");
        Assert.Equal(ExitCodes.No, code);
        Assert.StartsWith("share-repeated", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_OfASealedVault_DoesNotGiveTheFingerprintAway()
    {
        await InitWithCardsAsync();
        var output = await broker.OkAsync("vault", "status", "--gateway", Gateway);
        Assert.StartsWith($"sealed · silo key {silo.Fingerprint[..6]}… · operators 0 of 2 · auditors 0 of 1\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain(silo.Fingerprint[..7], output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1f0c")]
    [InlineData("zz0c2f111f0c2f111f0c2f111f0c2f11")]
    [InlineData("1f0c2f111f0c2f111f0c2f111f0c2f1")]
    public async Task Unseal_SiloKeyOfAnotherForm_SendsNothing(string siloKey)
    {
        await InitWithCardsAsync();
        Assert.Equal(ExitCodes.Failure, (await UnsealAsync("operators-1.age", "operators-1", siloKey)).Code);
        Assert.DoesNotContain(silo.Posts, post => post.Path == "/vault/shares");
    }

    [Fact]
    public async Task Unseal_GatewayThatNamesAKeyOfItsOwn_GetsNothing()
    {
        await InitWithCardsAsync();
        using var own = X25519PrivateKey.Generate(new CounterRandom(5).Fill);
        silo.NamedKey = own.PublicKey;
        var (code, _, error) = await UnsealAsync("operators-1.age", "operators-1");
        Assert.Equal(ExitCodes.No, code);
        Assert.Contains("another silo key", error, StringComparison.Ordinal);
        Assert.DoesNotContain(silo.Posts, post => post.Path == "/vault/shares");
    }

    [Fact]
    public async Task Unseal_KeyReadAloud_MayHaveBlanksAndCapitalsOrBeTheWholeKey()
    {
        await InitWithCardsAsync();
        var spoken = string.Join(' ', silo.Fingerprint.ToUpperInvariant().Chunk(4).Select(chunk => new string(chunk)));
        Assert.Equal(ExitCodes.Ok, (await UnsealAsync("operators-1.age", "operators-1", spoken)).Code);
        Assert.Equal(ExitCodes.Ok, (await UnsealAsync("operators-2.age", "operators-2", Convert.ToHexStringLower(silo.SiloKey.PublicKey))).Code);
    }

    [Fact]
    public async Task Paper_InitAndUnseal_NeedsNoCardsAndLeavesNoKeys()
    {
        var output = await InitOnPaperAsync();
        Assert.Contains("WARNING: these are the words themselves", output, StringComparison.Ordinal);
        Assert.Equal(["auditors-1.txt", "auditors-2.txt", "auditors-3.txt", "operators-1.txt", "operators-2.txt", "operators-3.txt"], Files("shares"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.All(Directory.GetFiles(folder.At("shares")), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        }

        foreach (var name in new[] { "operators-1", "operators-2", "auditors-1" })
        {
            Assert.Equal(33, File.ReadAllText(folder.At("shares", name + ".txt")).Split(' ').Length);
            Assert.Equal(ExitCodes.Ok, (await UnsealAsync(name + ".txt", null)).Code);
        }

        Assert.Equal("unsealed", silo.State);
    }

    [Fact]
    public async Task Paper_ToolKilledBeforeTheSharesCame_FetchesThemLater()
    {
        // The keys are there, the vault is made, and nothing was written yet.
        var shares = new ShareFolder(folder.At("shares"));
        var plan = PlanMaking.OfPaper(Groups, null, shares, new CounterRandom(9).Fill);
        var keep = Files("shares");
        await MakeOperatorAsync();
        using (var client = new GatewayClient(new CommandContext(new InstantClock(), new CounterRandom(1).Fill, Spectre.Console.AnsiConsole.Console, () => new Unowned(silo)), new Uri(Gateway)))
        {
            using var member = new MemberFolder(folder.At("operator")).Open();
            await new VaultDesk(client).InitAsync(member, plan, CancellationToken.None);
        }

        Assert.All(keep, file => Assert.EndsWith(".key", file, StringComparison.Ordinal));
        await broker.OkAsync("vault", "issued", "--operator", folder.At("operator"), "--gateway", Gateway, "--out", folder.At("shares"));
        Assert.All(Files("shares"), file => Assert.EndsWith(".txt", file, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Init_GatewayThatKeepsAShareBack_IsNotTrusted()
    {
        await MakeOperatorAsync();
        silo.KeepsBack = 1;
        var (code, _, error) = await broker.RunAsync("vault", "init", "--groups", Groups, "--paper", "--operator", folder.At("operator"), "--gateway", Gateway, "--out", folder.At("shares"));
        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains("another number of shares", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../etc/x/1")]
    [InlineData("operators/99")]
    [InlineData("operators/2")]
    public async Task Issued_GatewayThatNamesCustodiansAsItLikes_WritesNothing(string custodian)
    {
        await InitWithCardsAsync();
        silo.Issued[0] = (custodian, silo.Issued[0].Envelope);
        var (code, _, _) = await broker.RunAsync("vault", "issued", "--operator", folder.At("operator"), "--gateway", Gateway, "--out", folder.At("again"));
        Assert.Equal(ExitCodes.Failure, code);
        Assert.Empty(Files("again"));
    }

    [Fact]
    public async Task Init_FolderWithShares_IsLeftAloneAndNothingIsSent()
    {
        await InitOnPaperAsync();
        silo.Posts.Clear();
        var (code, _, error) = await broker.RunAsync("vault", "init", "--groups", Groups, "--paper", "--operator", folder.At("operator"), "--gateway", Gateway, "--out", folder.At("shares"));
        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains("exists already", error, StringComparison.Ordinal);
        Assert.Empty(silo.Posts);
    }

    [Fact]
    public async Task Init_Again_IsTheVaultsNo()
    {
        await InitOnPaperAsync();
        var (code, _, error) = await broker.RunAsync("vault", "init", "--groups", Groups, "--paper", "--operator", folder.At("operator"), "--gateway", Gateway, "--out", folder.At("others"));
        Assert.Equal(ExitCodes.No, code);
        Assert.StartsWith("vault-exists", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unseal_TypedShare_MistakesAreNamedByTheWordsNumberOrTheChecksumAndNeverRepeated()
    {
        await InitOnPaperAsync();
        var words = (await File.ReadAllTextAsync(folder.At("shares", "operators-1.txt"))).TrimEnd('\n').Split(' ');
        await AssertTyped("word 7 is not in the list", [.. words[..6], "zzzzzz", .. words[7..]]);
        await AssertTyped("the checksum is wrong", [.. words[..4], words[5], words[4], .. words[6..]]);
        await AssertTyped("a share has 33 words", words[..32]);
        await AssertTyped("a share has 33 words", [.. words, words[0]]);
        Assert.DoesNotContain(silo.Posts, post => post.Path == "/vault/shares");
        broker.Input = Encoding.UTF8.GetBytes("  " + string.Join("  ", words).ToUpperInvariant() + "\r\n");
        Assert.Equal(ExitCodes.Ok, (await UnsealAsync("-", null)).Code);
    }

    [Fact]
    public async Task Unseal_SealedShareWithoutAFolder_SaysWhatIsMissing()
    {
        await InitWithCardsAsync();
        var (code, _, error) = await UnsealAsync("operators-1.age", null);
        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains("--member", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unseal_WhatIsSent_HoldsNoWordOfTheShare()
    {
        await InitOnPaperAsync();
        await UnsealAsync("operators-1.txt", null);
        var sent = Encoding.Latin1.GetString(silo.Posts.Single(post => post.Path == "/vault/shares").Body);
        var words = (await File.ReadAllTextAsync(folder.At("shares", "operators-1.txt"))).TrimEnd('\n').Split(' ');
        Assert.All(words.Where(word => word.Length > 5), word => Assert.DoesNotContain(word, sent, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("rekey", "approve")]
    [InlineData("confirm", "confirm")]
    public async Task Plan_ThatWaits_IsShownAndAgreedToOnlyByItsDigest(string purpose, string command)
    {
        await InitOnPaperAsync();
        var digest = Convert.ToHexStringLower(silo.Plan!.Digest(FakeVaultSilo.Origin));
        silo.ShownPlan = Encoding.ASCII.GetString(silo.Plan.Format());
        silo.Asking = $"{purpose} {digest}";
        string[] give = ["vault", command, "--share", folder.At("shares", "operators-1.txt"), "--silo-key", silo.Fingerprint, "--gateway", Gateway];

        var (shown, output, _) = await broker.RunAsync(give);
        Assert.Equal(ExitCodes.No, shown);
        Assert.Contains($"plan {digest}\nnothing was sent", output, StringComparison.Ordinal);
        Assert.Contains($"  auditors/2 {AgeKeys.FormatRecipient(silo.Plan.Groups[1].Recipients[1])}\n", output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.No, (await broker.RunAsync([.. give, "--plan", new string('0', 64)])).Code);
        Assert.DoesNotContain(silo.Posts, post => post.Path == "/vault/shares");

        Assert.Equal(ExitCodes.Ok, (await broker.RunAsync([.. give, "--plan", digest])).Code);
        Assert.Single(silo.Posts, post => post.Path == "/vault/shares");
    }

    [Fact]
    public async Task Approve_GatewayThatShowsAnotherPlanUnderTheToldDigest_GetsNothing()
    {
        await InitOnPaperAsync();
        using var thief = X25519PrivateKey.Generate(new CounterRandom(6).Fill);
        Assert.True(VaultPlan.TryCreate(1, [new VaultPlanGroup("operators", 1, [thief.PublicKey])], out var other, out _));
        var told = Convert.ToHexStringLower(silo.Plan!.Digest(FakeVaultSilo.Origin));
        silo.ShownPlan = Encoding.ASCII.GetString(other!.Format());
        silo.Asking = $"rekey {told}";
        var (code, _, error) = await broker.RunAsync(
            "vault", "approve", "--share", folder.At("shares", "operators-1.txt"), "--silo-key", silo.Fingerprint, "--plan", told, "--gateway", Gateway);
        Assert.Equal(ExitCodes.No, code);
        Assert.Contains("another plan", error, StringComparison.Ordinal);
        Assert.DoesNotContain(silo.Posts, post => post.Path == "/vault/shares");
    }

    [Fact]
    public async Task Approve_WhenNothingWaits_SaysSo()
    {
        await InitOnPaperAsync();
        var (code, _, error) = await broker.RunAsync(
            "vault", "approve", "--share", folder.At("shares", "operators-1.txt"), "--silo-key", silo.Fingerprint, "--gateway", Gateway);
        Assert.Equal(ExitCodes.No, code);
        Assert.Contains("no plan waits", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rekey_Proposed_PrintsTheDigestThatCustodiansAreTold()
    {
        await InitOnPaperAsync();
        var output = await broker.OkAsync("vault", "rekey", "--groups", "operators:1of1", "--paper", "--out", folder.At("new"), "--operator", folder.At("operator"), "--gateway", Gateway);
        Assert.True(VaultPlan.TryParse(silo.Posts.Single(post => post.Path == "/vault/rekey").Body, out var plan, out _));
        Assert.Contains($"--plan {Convert.ToHexStringLower(plan!.Digest(FakeVaultSilo.Origin))}", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("operators:2of3", "operators/4=x", "no file `x`")]
    [InlineData("operators:0of3", "", "threshold")]
    [InlineData("operators:2of17", "", "1 to 16 custodians")]
    [InlineData("Operators:2of3", "", "lower-case")]
    [InlineData("operators", "", "operators:2of3")]
    [InlineData("operators:1of1,operators:1of1", "", "distinct")]
    [InlineData("operators:1of1", "operators=x", "operators/1=CARD")]
    [InlineData("operators:1of1", "", "no card for operators/1")]
    public async Task Init_BadPlan_SaysWhatIsWrongAndSendsNothing(string groups, string custodian, string words)
    {
        string[] custodians = custodian.Length == 0 ? [] : ["--custodian", custodian];
        var (code, _, error) = await broker.RunAsync(["vault", "init", "--groups", groups, .. custodians, "--operator", folder.At("o"), "--gateway", Gateway, "--out", folder.At("s")]);
        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.Empty(silo.Posts);
    }

    [Fact]
    public async Task Init_OneCardTwice_IsRefused()
    {
        await MakeOperatorAsync();
        var card = folder.At("operator", "member");
        var (code, _, error) = await broker.RunAsync(
            "vault", "init", "--groups", "operators:2of2", "--custodian", $"operators/1={card}", $"operators/2={card}", "--operator", folder.At("operator"), "--gateway", Gateway, "--out", folder.At("s"));
        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains("would break the quorum", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("operators/0")]
    [InlineData("operators/01")]
    [InlineData("operators/17")]
    [InlineData("operators/")]
    [InlineData("/1")]
    [InlineData("../x/1")]
    [InlineData("operators/1/2")]
    public void Custodian_OfAnotherForm_NamesNoFile(string text) => Assert.False(Custodian.TryParse(text, out _));

    public void Dispose()
    {
        silo.SiloKey.Dispose();
        silo.Dispose();
        folder.Dispose();
    }

    private async Task AssertTyped(string message, string[] words)
    {
        broker.Input = Encoding.UTF8.GetBytes(string.Join(' ', words) + "\n");
        var (code, _, error) = await UnsealAsync("-", null);
        Assert.Equal(ExitCodes.No, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.All(words.Where(word => word.Length > 7), word => Assert.DoesNotContain(word, error, StringComparison.Ordinal));
    }

    private async Task MakeOperatorAsync() => await broker.OkAsync("keys", "new", "--out", folder.At("operator"), "--name", "operator");

    private async Task InitWithCardsAsync()
    {
        await MakeOperatorAsync();
        List<string> custodians = [];
        foreach (var name in new[] { "operators/1", "operators/2", "operators/3", "auditors/1", "auditors/2", "auditors/3" })
        {
            var path = folder.At(name.Replace('/', '-'));
            await broker.OkAsync("keys", "new", "--out", path, "--name", name);
            custodians.AddRange(["--custodian", $"{name}={Path.Combine(path, "member")}"]);
        }

        await broker.OkAsync(["vault", "init", "--groups", Groups, .. custodians, "--operator", folder.At("operator"), "--gateway", Gateway, "--out", folder.At("shares")]);
    }

    private async Task<string> InitOnPaperAsync()
    {
        await MakeOperatorAsync();
        return await broker.OkAsync("vault", "init", "--groups", Groups, "--paper", "--operator", folder.At("operator"), "--gateway", Gateway, "--out", folder.At("shares"));
    }

    private Task<(int Code, string Output, string Error)> UnsealAsync(string share, string? member, string? siloKey = null)
    {
        string[] keys = member is null ? [] : ["--member", folder.At(member)];
        return broker.RunAsync([
            "vault", "unseal", "--share", share == "-" ? share : folder.At("shares", share), .. keys,
            "--silo-key", siloKey ?? silo.Fingerprint, "--gateway", Gateway,
        ]);
    }

    private string[] Files(string name) => [.. Directory.GetFiles(folder.At(name)).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary>Each command disposes its handler; the one behind outlives them.</summary>
    private sealed class Unowned(HttpMessageHandler inner) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            => new HttpMessageInvoker(inner, disposeHandler: false).SendAsync(request, cancellationToken);
    }
}
