using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Broker.Contracts;
using Broker.Gateway;
using Broker.Sealing;
using Broker.Silo.Storage;
using Broker.Tests.Silo;
using Microsoft.AspNetCore.Builder;

namespace Broker.Tests.Journeys;

/// <summary>The vault is sealed while requests are under way: each gets a whole answer, or is kept, or is told that the vault is sealed.</summary>
[SuppressMessage("Design", "CA1001", Justification = "the test runner calls DisposeAsync")]
public sealed class SealUnderLoadTests : IAsyncLifetime
{
    private const string Deposits = "application/vnd.broker.deposits";
    private const int Requests = 64;
    private static readonly DateOnly Day = new(2013, 1, 10);

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();
    private SiloHost silo = null!;
    private WebApplication gateway = null!;
    private TestAccount depositor = null!;
    private string authority = "";

    public async Task InitializeAsync()
    {
        string socket = folder.At("run", "silo.sock");
        silo = await SiloHost.StartAsync(folder.At("data"), configure: options => options.Socket = socket);
        await silo.ActivatePolicyAsync();
        depositor = await silo.EnrolAsync("depositor", "ngo");
        authority = $"localhost:{FreePort()}";
        gateway = GatewayHost.Build(["--Gateway:Url", $"http://{authority}", "--Gateway:SiloSocket", socket], TimeProvider.System, RandomNumberGenerator.Fill);
        await gateway.StartAsync();
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await gateway.DisposeAsync();
        await silo.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Seal_WhileDepositsAndReadsRun_IsNeverAnInternalFailure()
    {
        List<Task<string>> running = [];
        for (int i = 0; i < Requests; i++)
        {
            byte[] package = depositor.Seal(silo.Vault, new TestObservation($"s{i}", Day)).Package;
            running.Add(SendAsync("/deposits", DepositPackage.EncodeBatch([package]), Deposits, $"k{i}"));
            running.Add(SendAsync("/deposits/status", [], "application/vnd.broker.request", ""));
        }

        // Sealed once some were answered and before the others are.
        while (running.Count(task => task.IsCompleted) < Requests / 2)
        {
            await Task.WhenAny(running.Where(task => !task.IsCompleted));
        }

        await silo.Vault.SealAsync();
        string[] answers = await Task.WhenAll(running);

        Assert.Contains("200", answers);
        Assert.Contains(answers, answer => answer != "200");
        Assert.All(answers, answer => Assert.True(answer is "200" or "202" or "503 sealed", answer));
        long stored = silo.Store.Read(connection => connection.Number("SELECT count(*) FROM records")) ?? -1;
        Assert.Equal(stored, silo.Store.Read(connection => connection.Number("SELECT count(*) FROM data_keys")));
        Assert.InRange(answers.Where((_, index) => index % 2 == 0).Count(answer => answer == "200"), 0, stored);
        Assert.Equal("503 sealed", await SendAsync("/deposits/status", [], "application/vnd.broker.request", ""));
    }

    private async Task<string> SendAsync(string path, byte[] body, string type, string key)
    {
        SignedCall call = silo.Sign(depositor, path, body, authority, type);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://{authority}{path}")) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        request.Headers.TryAddWithoutValidation("Content-Digest", call.ContentDigest);
        request.Headers.TryAddWithoutValidation("Signature-Input", call.SignatureInput);
        request.Headers.TryAddWithoutValidation("Signature", call.Signature);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using HttpResponseMessage answer = await http.SendAsync(request);
        return answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted ? $"{(int)answer.StatusCode}" : $"{(int)answer.StatusCode} {await CodeOf(answer)}";
    }

    private static async Task<string?> CodeOf(HttpResponseMessage answer)
    {
        using JsonDocument problem = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        return problem.RootElement.GetProperty("code").GetString();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
