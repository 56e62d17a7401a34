using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Broker.Contracts;
using Broker.Gateway;
using Broker.Sealing;
using Broker.Silo.Storage;
using Broker.Tests.Silo;
using Microsoft.AspNetCore.Builder;

namespace Broker.Tests.Journeys;

/// <summary>What is wrong with a deposit comes back through HTTP as a problem document and leaves nothing behind: a real gateway, socket and silo.</summary>
[SuppressMessage("Design", "CA1001", Justification = "the test runner calls DisposeAsync")]
public sealed class BadDepositTests : IAsyncLifetime
{
    private const string Deposits = "application/vnd.broker.deposits";
    private static readonly DateOnly Day = new(2013, 1, 10);

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();
    private SiloHost silo = null!;
    private WebApplication gateway = null!;
    private TestAccount depositor = null!;
    private string authority = "";

    public async Task InitializeAsync()
    {
        string socket = Path.Combine(folder.Path, "run", "silo.sock");
        silo = await SiloHost.StartAsync(Path.Combine(folder.Path, "data"), configure: options => options.Socket = socket);
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
    public async Task Package_Sound_IsAccepted()
    {
        using HttpResponseMessage answer = await PostAsync(depositor, "k1", Package());

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(1, Count("records"));
    }

    [Fact]
    public async Task Package_Damaged_IsAProblemAndLeavesNothing()
    {
        byte[] package = Package();
        package[package.Length / 2] ^= 1;

        await AssertProblem(await PostAsync(depositor, "k1", package), HttpStatusCode.UnprocessableEntity, "packages-refused", "-digest");
    }

    [Fact]
    public async Task Package_OfAnUnknownSuite_IsAProblemAndLeavesNothing()
    {
        Assert.True(DepositPackage.TryRead(Package(), out PackageParts parts, out _));
        Assert.True(NoteText.TryVerify(parts.Manifest.Span, depositor.Id.ToString(), depositor.Signing.PublicKey, out ReadOnlySpan<byte> text));
        string other = Encoding.UTF8.GetString(text).Replace("observation 0020.", "observation 0021.", StringComparison.Ordinal);
        byte[] forged = DepositPackage.Encode(parts with { Manifest = NoteText.Sign(other, depositor.Id.ToString(), depositor.Signing) });

        await AssertProblem(await PostAsync(depositor, "k1", forged), HttpStatusCode.UnprocessableEntity, "packages-refused", "unknown-suite");
    }

    [Fact]
    public async Task Request_SignedByAStranger_IsAProblemAndLeavesNothing() =>
        await AssertProblem(await PostAsync(TestAccount.New("stranger"), "k1", Package()), HttpStatusCode.Unauthorized, "unauthorised");

    [Fact]
    public async Task Request_WhoseBodyWasChangedOnTheWay_IsAProblemAndLeavesNothing()
    {
        using HttpRequestMessage request = Request(depositor, "k1", DepositPackage.EncodeBatch([Package()]));
        byte[] changed = await request.Content!.ReadAsByteArrayAsync();
        changed[^1] ^= 1;
        using var content = new ByteArrayContent(changed);
        content.Headers.ContentType = new MediaTypeHeaderValue(Deposits);
        request.Content = content;

        await AssertProblem(await http.SendAsync(request), HttpStatusCode.BadRequest, "digest-mismatch");
    }

    [Fact]
    public async Task Request_OverTheLimit_IsAProblemAndLeavesNothing()
    {
        using HttpRequestMessage request = Request(depositor, "k1", new byte[(80 * 1024 * 1024) + 1]);
        request.Headers.ExpectContinue = true; // as the tools do for large bodies: the answer comes before the body is sent

        await AssertProblem(await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead), HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Fact]
    public async Task Request_ForABriefingByAConflictStatesDelegate_IsAProblemWithTheRuleInOneSentence()
    {
        TestAccount delegateOf = await silo.EnrolAsync("requester", "delegate", "CAF", "delegate");
        await silo.AdvanceAsync("2013-02-21");
        byte[] body = Encoding.UTF8.GetBytes($"request/2\ncountry CAF\nperiod 2013-01\nvintage final\ntier elected-member\npurpose council-briefing\nid {SiloHost.NewRequestId()}\n");
        using HttpRequestMessage request = Message(silo.Sign(delegateOf, "/requests", body, authority));

        using HttpResponseMessage answer = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("alleged to perpetrate", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private byte[] Package() => depositor.Seal(silo.Vault, new TestObservation("s1", Day)).Package;

    private async Task<HttpResponseMessage> PostAsync(TestAccount signer, string key, byte[] package)
    {
        using HttpRequestMessage request = Request(signer, key, DepositPackage.EncodeBatch([package]));
        return await http.SendAsync(request);
    }

    private HttpRequestMessage Request(TestAccount signer, string key, byte[] batch)
    {
        HttpRequestMessage request = Message(silo.Sign(signer, "/deposits", batch, authority, Deposits));
        request.Headers.Add("Idempotency-Key", key);
        return request;
    }

    private HttpRequestMessage Message(SignedCall call)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://{authority}{call.Path}")) { Content = new ByteArrayContent(call.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(call.ContentType);
        request.Headers.TryAddWithoutValidation("Content-Digest", call.ContentDigest);
        request.Headers.TryAddWithoutValidation("Signature-Input", call.SignatureInput);
        request.Headers.TryAddWithoutValidation("Signature", call.Signature);
        return request;
    }

    private async Task AssertProblem(HttpResponseMessage answer, HttpStatusCode status, string code, string detail = "")
    {
        using (answer)
        {
            Assert.Equal(status, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            using JsonDocument problem = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
            Assert.Equal(code, problem.RootElement.GetProperty("code").GetString());
            Assert.Contains(detail, problem.RootElement.GetProperty("details").ToString(), StringComparison.Ordinal);
        }

        foreach (string table in (string[])["records", "data_keys", "outbox", "contributions", "commitments", "idempotency", "openings"])
        {
            Assert.Equal(0, Count(table));
        }
    }

    private long Count(string table) => silo.Store.Read(connection => connection.Number($"SELECT count(*) FROM {table}")) ?? -1;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
