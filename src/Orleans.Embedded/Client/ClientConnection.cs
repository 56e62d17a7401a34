using System.Collections.Concurrent;
using System.Net.Sockets;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Transport;

namespace Orleans.Client;

/// <summary>One connection to the silo with its calls under way.</summary>
internal sealed class ClientConnection(FrameConnection frames, EmbeddedClientOptions options, IReadOnlyDictionary<string, Type> exceptions)
{
    private readonly ConcurrentDictionary<ulong, PendingCall> _pending = new();
    private volatile bool _broken;

    /// <exception cref="SocketException">Nobody listens.</exception>
    /// <exception cref="MessageFormatException">The peer speaks another protocol.</exception>
    public static async Task<ClientConnection> ConnectAsync(
        EmbeddedClientOptions options, IReadOnlyDictionary<string, Type> exceptions, CancellationToken token)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        FrameConnection? frames = null;
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(options.SocketPath), token);
            frames = new FrameConnection(socket, options.MaxFrameBytes);
            await frames.PostAsync(Frame.Hello(options.MaxFrameBytes));
            var answer = await frames.ReadAsync(token) ?? throw new MessageFormatException("left without a greeting");
            answer.ExpectHello();
            return new ClientConnection(frames, options, exceptions);
        }
        catch
        {
            socket.Dispose();
            if (frames is not null)
            {
                await frames.DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>Sends a call; frames leave in the order of these calls. False when the connection has ended: nothing was sent.</summary>
    public bool TryStart(PendingCall call, ReadOnlyMemory<byte> frame)
    {
        if (_broken)
        {
            return false;
        }

        _pending.TryAdd(call.Id, call);
        if (_broken)
        {
            // The end may have missed this call, or not: only the one that removes it decides.
            return !_pending.TryRemove(call.Id, out _);
        }

        _ = PostAsync(frame);
        return true;
    }

    /// <summary>The caller no longer waits.</summary>
    public void Abandon(PendingCall call)
    {
        if (_pending.TryRemove(call.Id, out _))
        {
            _ = PostAsync(Frame.End(Frame.Begin(FrameKind.Cancel, call.Id, options.MaxFrameBytes)));
        }
    }

    /// <summary>Receives answers until the connection ends; then all calls under way fail at once.</summary>
    /// <param name="ended">Runs before they fail, so that whoever repeats a call does not meet this connection again.</param>
    public async Task RunAsync(Action ended, CancellationToken token)
    {
        try
        {
            while (await frames.ReadAsync(token) is { } frame)
            {
                Receive(frame);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException
            or MessageFormatException)
        {
            // However it ended, the calls under way have no answer.
        }
        finally
        {
            ended();
            _broken = true;
            foreach (var id in _pending.Keys)
            {
                if (_pending.TryRemove(id, out var call))
                {
                    call.Break();
                }
            }

            await frames.DisposeAsync();
        }
    }

    private void Receive(Frame frame)
    {
        if (frame.Kind is not (FrameKind.Result or FrameKind.Failure))
        {
            throw new MessageFormatException("unexpected frame");
        }

        // An answer to a call that was given up meanwhile has no taker.
        if (_pending.TryRemove(frame.Id, out var call))
        {
            call.Complete(frame, exceptions);
        }
    }

    private async Task PostAsync(ReadOnlyMemory<byte> frame)
    {
        try
        {
            await frames.PostAsync(frame).ConfigureAwait(false);
        }
        catch (SiloUnavailableException)
        {
            // RunAsync fails all calls under way.
        }
    }
}
