using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Broker.Bench.Http;

/// <summary>One connection that sends prepared requests, one after the other, and reads just enough of each answer: a load that costs little itself.</summary>
internal sealed class HttpLane : IDisposable
{
    private const int FirstBuffer = 64 << 10;
    private const int StatusAt = 9; // HTTP/1.1 200
    private const int StatusLength = 3;

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] buffer = new byte[FirstBuffer];

    internal async Task ConnectAsync(Uri server) => await socket.ConnectAsync(IPAddress.Loopback, server.Port);

    /// <summary>The status and the body; the body is overwritten by the next sending.</summary>
    internal async Task<(int Status, ReadOnlyMemory<byte> Body)> SendAsync(ReadOnlyMemory<byte> request)
    {
        for (int sent = 0; sent < request.Length;)
        {
            sent += await socket.SendAsync(request[sent..]);
        }

        int held = 0, head = -1;
        while (head < 0)
        {
            held += await ReceiveAsync(held);
            head = buffer.AsSpan(0, held).IndexOf("\r\n\r\n"u8);
        }

        int start = head + 4;
        int status = int.Parse(buffer.AsSpan(StatusAt, StatusLength), CultureInfo.InvariantCulture);
        int length = Length(buffer.AsSpan(0, start));
        while (length >= 0 ? held < start + length : !buffer.AsSpan(start, held - start).EndsWith("0\r\n\r\n"u8))
        {
            held += await ReceiveAsync(held);
        }

        return (status, buffer.AsMemory(start, held - start));
    }

    public void Dispose() => socket.Dispose();

    private async Task<int> ReceiveAsync(int held)
    {
        if (held == buffer.Length)
        {
            Array.Resize(ref buffer, 2 * buffer.Length);
        }

        int received = await socket.ReceiveAsync(buffer.AsMemory(held));
        return received > 0 ? received : throw new IOException("the server closed the connection");
    }

    // −1: the answer comes in chunks.
    private static int Length(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> field = "\r\nContent-Length: "u8;
        int at = head.IndexOf(field);
        if (at < 0)
        {
            return -1;
        }

        ReadOnlySpan<byte> value = head[(at + field.Length)..];
        return int.Parse(value[..value.IndexOf("\r\n"u8)], CultureInfo.InvariantCulture);
    }
}
