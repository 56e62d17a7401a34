using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using Orleans.Calls;
using Orleans.Embedded.Tests.Grains;
using Orleans.Embedded.Tests.Harness;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Transport;

namespace Orleans.Embedded.Tests;

public sealed class MalformedFrameTests : IDisposable
{
    private const int Limit = 1 << 20;
    private static readonly byte[] Hello = Frame.Hello(Limit).ToArray();

    private readonly SocketFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, byte[]> BrokenStreams => new()
    {
        { "nothing of the protocol", "GET / HTTP/1.1\r\n\r\n"u8.ToArray() },
        { "length zero", new byte[4] },
        { "length shorter than a header", [8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0] },
        { "length above the limit", [0xff, 0xff, 0xff, 0xff, 1] },
        { "unknown kind", [9, 0, 0, 0, 77, 0, 0, 0, 0, 0, 0, 0, 0] },
        { "request before the greeting", Raw(FrameKind.Request, 1, []) },
        { "greeting of another protocol", Raw(FrameKind.Hello, 0, [3, (byte)'n', (byte)'o']) },
        { "greeting with an id", Raw(FrameKind.Hello, 5, Hello[13..]) },
        { "greeting with trailing bytes", Raw(FrameKind.Hello, 0, [.. Hello[13..], 0]) },
        { "second greeting", [.. Hello, .. Hello] },
        { "result from a client", [.. Hello, .. Raw(FrameKind.Result, 1, [])] },
        { "cancel with a body", [.. Hello, .. Raw(FrameKind.Cancel, 1, [0])] },
    };

    [Theory]
    [MemberData(nameof(BrokenStreams))]
    public async Task Connection_WithABrokenStream_IsClosedAndTheHostGoesOn(string what, byte[] bytes)
    {
        await using var host = await StartAsync();
        using var socket = await ConnectAsync();
        await socket.SendAsync(bytes);

        Assert.True(await EndsAsync(socket), what);
        await AssertServesAsync();
    }

    public static TheoryData<string, byte[], string> BrokenRequests => new()
    {
        { "empty", [], "malformed request" },
        { "unknown interface", Request(alias: "test.none"), "unknown grain method" },
        { "unknown method", Request(method: "NoneAsync"), "unknown grain method" },
        { "another signature", Request(signature: 1), "unknown grain method" },
        { "hexadecimal key", Request(key: "caf"), "invalid grain key" },
        { "timeout zero", Request(timeout: 0), "malformed request" },
        { "timeout of a year", Request(timeout: 31_536_000_000), "malformed request" },
        { "trailing bytes", [.. Request(), 0], "malformed request" },
        { "argument missing", Request(method: "AppendAsync", signature: SignatureOf("AppendAsync")), "malformed request" },
        { "span's mark out of range", Request(trace: [2]), "malformed request" },
        { "span cut short", Request(trace: [1, .. new byte[24]]), "malformed request" },
        { "span with ids of zero", Request(trace: [1, .. new byte[25]]), "malformed request" },
        { "span with a trace's id of zero", Request(trace: [1, .. new byte[16], 1, 2, 3, 4, 5, 6, 7, 8, 0]), "malformed request" },
        { "span with flags out of range", Request(trace: [1, .. Enumerable.Repeat((byte)7, 24), 2]), "malformed request" },
        { "context beyond the limit", Request(contextEntries: 65), "malformed request" },
    };

    [Theory]
    [MemberData(nameof(BrokenRequests))]
    public async Task Request_WithABrokenBody_IsAnsweredWithItsReasonAndTheConnectionStays(string what, byte[] body, string reason)
    {
        await using var host = await StartAsync();
        await using var frames = new FrameConnection(await ConnectAsync(), Limit);
        await frames.PostAsync(Hello);
        await frames.ReadAsync(CancellationToken.None);

        await frames.PostAsync(Raw(FrameKind.Request, 7, body));
        var answer = (await frames.ReadAsync(CancellationToken.None))!.Value;
        await frames.PostAsync(Raw(FrameKind.Request, 8, Request()));
        var good = (await frames.ReadAsync(CancellationToken.None))!.Value;

        Assert.Equal((FrameKind.Failure, 7ul), (answer.Kind, answer.Id));
        var known = new Dictionary<string, Type> { [typeof(GrainCallFailedException).FullName!] = typeof(GrainCallFailedException) };
        var failure = Assert.IsType<GrainCallFailedException>(GrainFaults.Read(new MessageReader(answer.Body), known));
        Assert.True(failure.FailureType == reason, what);
        Assert.Equal((FrameKind.Result, 8ul), (good.Kind, good.Id));
    }

    [Fact]
    public async Task RandomBytes_OnManyConnections_DoNotHarmTheHost()
    {
        await using var host = await StartAsync();
        for (var i = 0; i < 200; i++)
        {
            var noise = SHA256.HashData(BitConverter.GetBytes(i));
            var frame = Raw((FrameKind)(1 + (i % 5)), (ulong)i, noise[..(i % 32)]);
            using var socket = await ConnectAsync();
            await SendUnlessClosedAsync(socket, i % 3 == 0 ? noise : [.. Hello, .. frame]);
        }

        await AssertServesAsync();
    }

    [Fact]
    public async Task Answer_OfAMalformedSilo_FailsTheCallOnly()
    {
        var path = _folder.Socket;
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        await using var client = await ClientHost.StartAsync(path);
        await using var frames = new FrameConnection(await listener.AcceptAsync(), Limit);
        await frames.ReadAsync(CancellationToken.None);
        await frames.PostAsync(Hello);
        var call = client.Grains.GetGrain<IProbeGrain>("probe/x").KeyAsync();
        var request = (await frames.ReadAsync(CancellationToken.None))!.Value;
        await frames.PostAsync(Raw(FrameKind.Result, request.Id + 1000, [1]));
        await frames.PostAsync(Raw(FrameKind.Result, request.Id, [9]));

        Assert.Equal("malformed response", (await Assert.ThrowsAsync<GrainCallFailedException>(() => call)).FailureType);
    }

    private static byte[] Raw(FrameKind kind, ulong id, byte[] body)
    {
        var bytes = new byte[13 + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, 9 + body.Length);
        bytes[4] = (byte)kind;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(5), id);
        body.CopyTo(bytes, 13);
        return bytes;
    }

    private static ulong SignatureOf(string method) => GrainInterface.Of(typeof(IProbeGrain)).Find(method)!.Signature;

    private static byte[] Request(
        string alias = "test.probe", string method = "KeyAsync", ulong? signature = null, string key = "probe/raw",
        ulong timeout = 1000, int contextEntries = 0, byte[]? trace = null)
    {
        var writer = new MessageWriter(Limit);
        writer.WriteString(alias);
        writer.WriteString(method);
        writer.WriteFixed64(signature ?? SignatureOf("KeyAsync"));
        writer.WriteString(key);
        writer.WriteUnsigned(timeout);
        writer.WriteUnsigned((ulong)contextEntries + 1);
        for (var i = 0; i < contextEntries; i++)
        {
            writer.WriteString($"k{i}");
            writer.WriteByte(1);
            writer.WriteByte(1);
        }

        foreach (var part in trace ?? [0])
        {
            writer.WriteByte(part);
        }

        return writer.Written.ToArray();
    }

    // With too many connections at once the silo closes the newest before it reads from it.
    private static async Task SendUnlessClosedAsync(Socket socket, byte[] bytes)
    {
        try
        {
            await socket.SendAsync(bytes);
        }
        catch (SocketException e)
        {
            Assert.Contains(e.SocketErrorCode, new[] { SocketError.Shutdown, SocketError.ConnectionReset, SocketError.ConnectionAborted });
        }
    }

    private static async Task<bool> EndsAsync(Socket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[256];
        try
        {
            while (await socket.ReceiveAsync(buffer, limit.Token) > 0)
            {
                // The silo's own greeting may come first.
            }

            return true;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private Task<EngineHost> StartAsync() => EngineHost.StartAsync(options => options.SocketPath = _folder.Socket);

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_folder.Socket));
        return socket;
    }

    private async Task AssertServesAsync()
    {
        await using var client = await ClientHost.StartAsync(_folder.Socket);
        Assert.Equal("probe/after", await client.Grains.GetGrain<IProbeGrain>("probe/after").KeyAsync());
    }
}
