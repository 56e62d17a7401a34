using System.Text;
using Broker.Cli;
using Broker.Sealing;

namespace Broker.Tests.Cli;

/// <summary>Making a vault and handing out its shares: to cards, on paper, from a gateway that lies.</summary>
public sealed class VaultCommandTests : IDisposable
{
    private readonly VaultBench bench = new();

    [Fact]
    public async Task Init_WithCards_WritesEachCustodianASealedShareThatOnlyItOpens()
    {
        await bench.InitWithCardsAsync();
        Assert.Equal(
            ["auditors-1.age", "auditors-2.age", "auditors-3.age", "operators-1.age", "operators-2.age", "operators-3.age"],
            bench.Files("shares"));
        var card = await bench.Broker.OkAsync("keys", "show", bench.Folder.At("auditors-2", "member"));
        Assert.EndsWith($"recipient {AgeKeys.FormatRecipient(bench.Silo.Plan!.Groups[1].Recipients[1])}\n", card, StringComparison.Ordinal);
        Assert.Equal(VaultBench.Groups, string.Join(',', bench.Silo.Plan!.Groups.Select(group => $"{group.Name}:{group.Threshold}of{group.Recipients.Count}")));
        var (code, _, error) = await bench.UnsealAsync("operators-1.age", "operators-2");
        Assert.Equal(ExitCodes.No, code);
        Assert.Contains("does not open with this key", error, StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Silo.Posts, post => post.Path == "/vault/shares");
    }

    [Fact]
    public async Task Paper_InitAndUnseal_NeedsNoCardsAndLeavesNoKeys()
    {
        var output = await bench.InitOnPaperAsync();
        Assert.Contains("WARNING: these are the words themselves", output, StringComparison.Ordinal);
        Assert.Equal(["auditors-1.txt", "auditors-2.txt", "auditors-3.txt", "operators-1.txt", "operators-2.txt", "operators-3.txt"], bench.Files("shares"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.All(Directory.GetFiles(bench.Folder.At("shares")), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        }

        foreach (var name in new[] { "operators-1", "operators-2", "auditors-1" })
        {
            Assert.Equal(33, File.ReadAllText(bench.Folder.At("shares", name + ".txt")).Split(' ').Length);
            Assert.Equal(ExitCodes.Ok, (await bench.UnsealAsync(name + ".txt", null)).Code);
        }

        Assert.Equal("unsealed", bench.Silo.State);
    }

    [Fact]
    public async Task Paper_ToolKilledBeforeTheSharesCame_FetchesThemLater()
    {
        // The keys are there, the vault is made, and nothing was written yet.
        var shares = new ShareFolder(bench.Folder.At("shares"));
        var plan = PlanMaking.OfPaper(VaultBench.Groups, null, shares, new CounterRandom(9).Fill);
        var keep = bench.Files("shares");
        await bench.MakeOperatorAsync();
        using (var client = new GatewayClient(new CommandContext(new InstantClock(), new CounterRandom(1).Fill, Spectre.Console.AnsiConsole.Console, () => bench.Connect()), new Uri(VaultBench.Gateway)))
        {
            using var member = new MemberFolder(bench.Folder.At("operator")).Open();
            await new VaultDesk(client).InitAsync(member, plan, CancellationToken.None);
        }

        Assert.All(keep, file => Assert.EndsWith(".key", file, StringComparison.Ordinal));
        await bench.Broker.OkAsync("vault", "issued", "--operator", bench.Folder.At("operator"), "--gateway", VaultBench.Gateway, "--out", bench.Folder.At("shares"));
        Assert.All(bench.Files("shares"), file => Assert.EndsWith(".txt", file, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Paper_ToolKilledBetweenTwoShares_GoesOnInTheSameFolder()
    {
        var shares = new ShareFolder(bench.Folder.At("shares"));
        var plan = PlanMaking.OfPaper(VaultBench.Groups, null, shares, new CounterRandom(9).Fill);
        await bench.MakeOperatorAsync();
        using (var client = new GatewayClient(new CommandContext(new InstantClock(), new CounterRandom(1).Fill, Spectre.Console.AnsiConsole.Console, () => bench.Connect()), new Uri(VaultBench.Gateway)))
        {
            using var member = new MemberFolder(bench.Folder.At("operator")).Open();
            VaultDesk desk = new(client);
            await desk.InitAsync(member, plan, CancellationToken.None);
            var issued = await desk.IssuedAsync(member, CancellationToken.None);
            Assert.Throws<CommandFailure>(() => shares.Keep([issued[0], issued[1] with { Envelope = issued[0].Envelope }]));
        }

        Assert.Contains("operators-1.txt", bench.Files("shares"));
        await bench.Broker.OkAsync("vault", "issued", "--operator", bench.Folder.At("operator"), "--gateway", VaultBench.Gateway, "--out", bench.Folder.At("shares"));
        Assert.Equal(["auditors-1.txt", "auditors-2.txt", "auditors-3.txt", "operators-1.txt", "operators-2.txt", "operators-3.txt"], bench.Files("shares"));
    }

    [Fact]
    public async Task Rekey_OnPaperIntoAFolderWithShares_IsRefusedBeforeItIsProposed()
    {
        await bench.InitOnPaperAsync();
        var (code, _, error) = await bench.Broker.RunAsync(
            "vault", "rekey", "--groups", "board:2of2", "--paper", "--operator", bench.Folder.At("operator"), "--gateway", VaultBench.Gateway, "--out", bench.Folder.At("shares"));
        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains("exists already", error, StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Silo.Posts, post => post.Path == "/vault/rekey");
        Assert.DoesNotContain(bench.Files("shares"), file => file.EndsWith(".key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Init_GatewayThatKeepsAShareBack_IsNotTrusted()
    {
        await bench.MakeOperatorAsync();
        bench.Silo.KeepsBack = 1;
        var (code, _, error) = await bench.Broker.RunAsync("vault", "init", "--groups", VaultBench.Groups, "--paper", "--operator", bench.Folder.At("operator"), "--gateway", VaultBench.Gateway, "--out", bench.Folder.At("shares"));
        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains("another number of shares", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../etc/x/1")]
    [InlineData("operators/99")]
    [InlineData("operators/2")]
    public async Task Issued_GatewayThatNamesCustodiansAsItLikes_WritesNothing(string custodian)
    {
        await bench.InitWithCardsAsync();
        bench.Silo.Issued[0] = (custodian, bench.Silo.Issued[0].Envelope);
        var (code, _, _) = await bench.Broker.RunAsync("vault", "issued", "--operator", bench.Folder.At("operator"), "--gateway", VaultBench.Gateway, "--out", bench.Folder.At("again"));
        Assert.Equal(ExitCodes.Failure, code);
        Assert.Empty(bench.Files("again"));
    }

    [Fact]
    public async Task Init_FolderWithShares_IsLeftAloneAndNothingIsSent()
    {
        await bench.InitOnPaperAsync();
        bench.Silo.Posts.Clear();
        var (code, _, error) = await bench.Broker.RunAsync("vault", "init", "--groups", VaultBench.Groups, "--paper", "--operator", bench.Folder.At("operator"), "--gateway", VaultBench.Gateway, "--out", bench.Folder.At("shares"));
        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains("exists already", error, StringComparison.Ordinal);
        Assert.Empty(bench.Silo.Posts);
    }

    [Fact]
    public async Task Init_Again_IsTheVaultsNo()
    {
        await bench.InitOnPaperAsync();
        var (code, _, error) = await bench.Broker.RunAsync("vault", "init", "--groups", VaultBench.Groups, "--paper", "--operator", bench.Folder.At("operator"), "--gateway", VaultBench.Gateway, "--out", bench.Folder.At("others"));
        Assert.Equal(ExitCodes.No, code);
        Assert.StartsWith("vault-exists", error, StringComparison.Ordinal);
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
        var (code, _, error) = await bench.Broker.RunAsync(["vault", "init", "--groups", groups, .. custodians, "--operator", bench.Folder.At("o"), "--gateway", VaultBench.Gateway, "--out", bench.Folder.At("s")]);
        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.Empty(bench.Silo.Posts);
    }

    [Fact]
    public async Task Init_OneCardTwice_IsRefused()
    {
        await bench.MakeOperatorAsync();
        var card = bench.Folder.At("operator", "member");
        var (code, _, error) = await bench.Broker.RunAsync(
            "vault", "init", "--groups", "operators:2of2", "--custodian", $"operators/1={card}", $"operators/2={card}", "--operator", bench.Folder.At("operator"), "--gateway", VaultBench.Gateway, "--out", bench.Folder.At("s"));
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

    public void Dispose() => bench.Dispose();
}
