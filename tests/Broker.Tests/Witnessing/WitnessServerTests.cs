using System.Net;
using System.Net.Sockets;
using System.Text;
using Broker.Cli;
using Broker.Transparency;
using Microsoft.AspNetCore.Builder;

namespace Broker.Tests.Witnessing;

/// <summary>The witness over HTTP: statuses, bodies and limits are those of C2SP tlog-witness.</summary>
public sealed class WitnessServerTests : IAsyncLifetime, IDisposable
{
    private readonly WitnessScene scene = new();
    private WitnessFolder state = null!;
    private WitnessRoutes routes = null!;
    private WebApplication server = null!;
    private RemoteWitness witness = null!;
    private bool diskFails;

    public async Task InitializeAsync()
    {
        state = scene.Open((path, content) =>
        {
            if (diskFails)
            {
                throw new IOException("no space");
            }

            DurableFile.Write(path, content);
        });
        routes = new WitnessRoutes(state.Logs, TimeProvider.System);
        server = WitnessServer.Build(routes, new IPEndPoint(IPAddress.Loopback, 0));
        await server.StartAsync();
        witness = new RemoteWitness(scene, WitnessServer.UrlOf(server));
    }

    [Fact]
    public async Task Checkpoints_OfAGrowingLog_AreCosignedAndServedToMonitors()
    {
        using (var none = await witness.SendAsync(HttpMethod.Get, witness.MonitorPath))
        {
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        }

        foreach (var (oldSize, size) in new[] { (0, 1), (1, 2), (2, 300), (300, 300) })
        {
            var (status, body) = await witness.AddAsync(scene.Request(scene.Honest, oldSize, size));
            Assert.Equal(200, status);
            Assert.NotNull(scene.TimeOf(body, scene.Checkpoint(scene.Honest, size)));
            using var latest = await witness.SendAsync(HttpMethod.Get, witness.MonitorPath);
            Assert.Equal(Encoding.UTF8.GetString(scene.Checkpoint(scene.Honest, size)) + body, await latest.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Conflict_SaysTheSizeInItsOwnMediaType()
    {
        await witness.AddAsync(scene.Request(scene.Honest, 0, 30));
        using var answer = await witness.PostAsync(scene.Request(scene.Honest, 0, 40).Format());

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("text/x.tlog.size", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("30\n", await answer.Content.ReadAsStringAsync());
    }

    public static TheoryData<string, int> Refusals => new()
    {
        { "fork", 422 },
        { "proof from size 0", 422 },
        { "proof between equal sizes", 422 },
        { "hash too few", 422 },
        { "hash too many", 422 },
        { "old size above the new one", 400 },
        { "no empty line", 400 },
        { "old size with a zero in front", 400 },
        { "64 hashes", 400 },
        { "no note", 400 },
        { "nothing", 400 },
        { "signature of another", 403 },
        { "bad signature", 403 },
        { "another origin", 404 },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Request_ThatIsWrong_HasTheStatusOfTheSpecificationAndChangesNothing(string what, int status)
    {
        if (what != "proof from size 0")
        {
            await witness.AddAsync(scene.Request(scene.Honest, 0, 30));
        }

        using var answer = await witness.PostAsync(Wrong(what));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.DoesNotContain("—", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(what == "proof from size 0" ? 0 : 30, state.Logs[0].Latest.IsEmpty ? 0 : WitnessScene.SizeOf(state.Logs[0].Latest.Span));
    }

    [Theory]
    [InlineData("GET", "/add-checkpoint", 405)]
    [InlineData("PUT", "/add-checkpoint", 405)]
    [InlineData("DELETE", "/monitor", 405)]
    [InlineData("GET", "/", 404)]
    [InlineData("GET", "/0000000000000000000000000000000000000000000000000000000000000000/checkpoint", 404)]
    [InlineData("POST", "/sign-subtree", 404)]
    [InlineData("POST", "/add-checkpoint/", 404)]
    public async Task Call_OfNoneOfTheTwo_IsRefused(string method, string path, int status)
    {
        using var answer = await witness.SendAsync(new HttpMethod(method), path == "/monitor" ? witness.MonitorPath : path);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Body_AboveTheLimit_IsNotRead()
    {
        using var answer = await witness.PostAsync(new byte[WitnessRoutes.LongestRequest + 1]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Body_ThatTrickles_IsCutOffAndOthersAreAnswered()
    {
        using TcpClient slow = new();
        await slow.ConnectAsync(IPAddress.Loopback, new Uri(WitnessServer.UrlOf(server)).Port);
        await slow.GetStream().WriteAsync("POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 9000\r\n\r\nold"u8.ToArray());

        Assert.Equal(200, (await witness.AddAsync(scene.Request(scene.Honest, 0, 3))).Status);
        using CancellationTokenSource late = new(TimeSpan.FromSeconds(30));
        var buffer = new byte[4096];
        int read;
        var answer = new StringBuilder();
        while ((read = await ReadAsync(slow, buffer, late.Token)) > 0)
        {
            answer.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        Assert.True(answer.Length == 0 || answer.ToString().StartsWith("HTTP/1.1 408", StringComparison.Ordinal), answer.ToString());
    }

    [Fact]
    public async Task Disk_ThatFails_IsToldAndEndsTheWitness()
    {
        await witness.AddAsync(scene.Request(scene.Honest, 0, 3));
        diskFails = true;

        Assert.Equal(503, (await witness.AddAsync(scene.Request(scene.Honest, 3, 9))).Status);
        Assert.Equal("the witness's state could not be made durable", (await routes.Broken.WaitAsync(TimeSpan.FromSeconds(10))).Message);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5090", false, "127.0.0.1:5090")]
    [InlineData("http://localhost:1", false, "127.0.0.1:1")]
    [InlineData("http://[::1]:7", false, "[::1]:7")]
    [InlineData("http://0.0.0.0:7", true, "0.0.0.0:7")]
    [InlineData("http://0.0.0.0:7", false, null)]
    [InlineData("https://127.0.0.1:7", true, null)]
    [InlineData("http://127.0.0.1:7/w", true, null)]
    [InlineData("http://witness.example:7", true, null)]
    public void Address_ThatIsNotOfLoopback_NeedsToBeAllowed(string url, bool allowed, string? endpoint)
    {
        if (endpoint is null)
        {
            Assert.Throws<CommandFailure>(() => WitnessServer.Address(new Uri(url), allowed));
        }
        else
        {
            Assert.Equal(endpoint, WitnessServer.Address(new Uri(url), allowed).ToString());
        }
    }

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        state.Dispose();
    }

    public void Dispose()
    {
        witness.Dispose();
        scene.Dispose();
    }

    private static async Task<int> ReadAsync(TcpClient client, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await client.GetStream().ReadAsync(buffer, cancellation);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private byte[] Wrong(string what)
    {
        var good = scene.Request(scene.Honest, 30, 40);
        var text = Encoding.UTF8.GetString(good.Format());
        return what switch
        {
            "fork" => scene.Request(scene.Forked, 30, 40).Format(),
            "proof from size 0" => (scene.Request(scene.Honest, 0, 40) with { Proof = good.Proof }).Format(),
            "proof between equal sizes" => (scene.Request(scene.Honest, 30, 30) with { Proof = good.Proof }).Format(),
            "hash too few" => (good with { Proof = [.. good.Proof.Skip(1)] }).Format(),
            "hash too many" => (good with { Proof = [.. good.Proof, default] }).Format(),
            "old size above the new one" => scene.Request(scene.Honest, 30, 29).Format(),
            "no empty line" => Encoding.UTF8.GetBytes(text.Replace("\n\n", "\n", StringComparison.Ordinal)),
            "old size with a zero in front" => Encoding.UTF8.GetBytes("old 030" + text["old 30".Length..]),
            "64 hashes" => (good with { Proof = [.. Enumerable.Repeat(good.Proof[0], 64)] }).Format(),
            "no note" => "old 30\n\n"u8.ToArray(),
            "nothing" => [],
            "signature of another" => Encoding.UTF8.GetBytes(text.Replace($"— {WitnessScene.Origin} ", "— other.example ", StringComparison.Ordinal)),
            "bad signature" => [.. (good with { Checkpoint = Encoding.UTF8.GetBytes(
                $"{WitnessedNote.TextOf(good.Checkpoint.Span)}\n{Encoding.UTF8.GetString(WitnessedNote.SignaturesOf(scene.Checkpoint(scene.Honest, 39)))}") }).Format()],
            "another origin" => Encoding.UTF8.GetBytes(text.Replace(WitnessScene.Origin, "other.example", StringComparison.Ordinal)),
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        };
    }
}
