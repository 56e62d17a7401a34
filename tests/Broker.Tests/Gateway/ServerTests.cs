using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Broker.Gateway;
using Microsoft.AspNetCore.Builder;

namespace Broker.Tests.Gateway;

/// <summary>The real server and the real engine client on a socket, without a silo behind: what callers on the wire meet.</summary>
public sealed class ServerTests : IAsyncLifetime
{
    private readonly int port = FreePort();
    private readonly WebApplication app;

    public ServerTests() => app = GatewayHost.Build(
        [$"--Gateway:Url=http://127.0.0.1:{port}", $"--Gateway:SiloSocket={Path.Combine(Path.GetTempPath(), "broker-none.sock")}"],
        TimeProvider.System,
        RandomNumberGenerator.Fill);

    public Task InitializeAsync() => app.StartAsync();

    public async Task DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task Answer_OnTheWire_HasNoServerFieldAndAllOthers()
    {
        var answer = await Send("GET /none HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 404 ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nServer:", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\r\nContent-Security-Policy: default-src 'none';", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nCache-Control: no-store\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_DeclaredTooLong_IsRefusedBeforeItIsSent()
    {
        var answer = await Send(SignedHead("/deposits", "application/vnd.broker.deposits") + "Content-Length: 83886081\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"too-large\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_ChunkedBeyondTheLimit_IsRefused()
    {
        var chunk = "1001\r\n" + new string('a', 0x1001) + "\r\n0\r\n\r\n";
        var answer = await Send(SignedHead("/requests", "application/vnd.broker.request") + "Transfer-Encoding: chunked\r\n\r\n" + chunk);
        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silo_Absent_IsUnavailableWithRetryAfter()
    {
        var digest = Convert.ToBase64String(SHA256.HashData([]));
        var answer = await Send(SignedHead("/deposits/status", "application/vnd.broker.request", digest) + "Content-Length: 0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 503 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"unavailable\"", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nRetry-After: 2\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400 ")]
    [InlineData("\0\0\0\0\r\n\r\n", "HTTP/1.1 400 ")]
    [InlineData("GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", "HTTP/1.1 505 ")]
    [InlineData("POST /requests HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 400 ")]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", "HTTP/1.1 400 ")]
    public async Task Request_Broken_IsRefusedAndTheServerLives(string request, string status)
    {
        Assert.StartsWith(status, await Send(request), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", await Send(Health), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_BeyondTheLimit_AreRefused()
    {
        var answer = await Send($"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: {new string('a', 20_000)}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 431 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sockets_ThatTrickle_DoNotHoldUpOthers()
    {
        var slow = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 200; i++)
            {
                slow.Add(await Open(SignedHead("/requests", "application/vnd.broker.request") + "Content-Length: 4000\r\n\r\na"));
            }

            Assert.StartsWith("HTTP/1.1 200 ", await Send(Health), StringComparison.Ordinal);
        }
        finally
        {
            slow.ForEach(client => client.Dispose());
        }
    }

    private const string Health = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private static string SignedHead(string path, string type, string digest = "AAAA") => string.Create(
        CultureInfo.InvariantCulture,
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {type}\r\nContent-Digest: sha-256=:{digest}:\r\nSignature-Input: {TestGateway.Input(TestGateway.KeyId)}\r\nSignature: sig=:AAAA:\r\n");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<TcpClient> Open(string request)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
        return client;
    }

    private async Task<string> Send(string request)
    {
        using var client = await Open(request);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var received = new MemoryStream();
        try
        {
            await client.GetStream().CopyToAsync(received, timeout.Token);
        }
        catch (IOException)
        {
            // A refused body is cut off: what was answered before is what counts.
        }

        return Encoding.UTF8.GetString(received.ToArray());
    }
}
