using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Broker.Cli;
using Broker.Contracts;
using Broker.Gateway;
using Broker.Sealing;
using Broker.Tests.Cli;
using Broker.Tests.Silo;
using Broker.Transparency;
using Microsoft.AspNetCore.Builder;

namespace Broker.Tests.Journeys;

/// <summary>A depositor reads what a wider policy means for its records, agrees and takes it back: the tool, a real gateway, socket and silo.</summary>
public sealed class ConsentJourneyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Depositor_ReadsAgreesAndTakesItBack_AndTheSiloHasWhatTheToolSays()
    {
        string socket = Path.Combine(folder.Path, "run", "silo.sock");
        await using SiloHost silo = await SiloHost.StartAsync(Path.Combine(folder.Path, "data"), configure: options => options.Socket = socket);
        string first = await silo.ActivatePolicyAsync();
        string second = await silo.ActivatePolicyAsync(ConsentScene.WithFrance);
        string address = $"http://localhost:{FreePort()}";
        await using WebApplication gateway = GatewayHost.Build(["--Gateway:Url", address, "--Gateway:SiloSocket", socket], TimeProvider.System, RandomNumberGenerator.Fill);
        await gateway.StartAsync();
        string member = await EnrolAsync(silo, address);
        CommandRun tool = new(() => new SocketsHttpHandler(), silo.Wall);
        string[] at = ["--member", member, "--gateway", address, "--from", first];

        Assert.Contains("tier `elected-member`: sealed", await tool.OkAsync(["consent", "show", .. at]), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.No, (await tool.RunAsync(["consent", "give", .. at])).Code);
        string given = await tool.OkAsync(["consent", "give", "--yes", .. at]);
        string shown = await tool.OkAsync(["consent", "show", .. at]);
        string back = await tool.OkAsync(["consent", "revoke", .. at]);
        string after = await tool.OkAsync(["consent", "show", .. at]);

        Assert.Contains("agreed; entry", given, StringComparison.Ordinal);
        Assert.Contains($"treated as deposited under {second}, since 2012-12-31", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("sealed", shown, StringComparison.Ordinal);
        Assert.Contains("taken back; entry", back, StringComparison.Ordinal);
        Assert.Contains("consent taken back on 2012-12-31", after, StringComparison.Ordinal);
        Assert.Contains("tier `elected-member`: sealed", after, StringComparison.Ordinal);
    }

    /// <summary>A depositor's folder, as the tool keeps it, enrolled with the silo.</summary>
    private async Task<string> EnrolAsync(SiloHost silo, string address)
    {
        MemberFolder member = new(folder.At("member"));
        MemberCard card = MemberFolder.Create(member.Path, "test organisation", RandomNumberGenerator.Fill);
        string text = $"enrol/1\nrole depositor\nname {card.Name}\nstate -\naffiliation -\nactors -\nsigning-key {card.SigningKey}\nsealing-key {card.SealingKey}\n";
        EnrolOutcome enrolled = await silo.Grains.GetGrain<IAccountGrain>($"account/{card.Account}").Enrol(silo.Sign(silo.Operator, $"/accounts/{card.Account}", text));
        Assert.Equal("ok", enrolled.Outcome.Code);
        using HttpClient http = new();
        Assert.True(TrustFile.TryParse(await http.GetByteArrayAsync(new Uri($"{address}/keys/trust")), out TrustFile? trust, out _));
        member.Accept(new Enrolment(Origin.Parse(trust.Log.Name), card.Account, "depositor", trust, enrolled.SealedSecret));
        return member.Path;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
