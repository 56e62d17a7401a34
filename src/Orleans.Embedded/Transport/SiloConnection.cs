using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Orleans.Calls;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Silo;

namespace Orleans.Transport;

/// <summary>
/// One client of the silo. A malformed request is answered with a failure; bytes that are no frame end the connection, never the host.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "RunAsync closes the connection whatever happens")]
internal sealed class SiloConnection(EmbeddedSilo silo, Socket socket)
{
    private static readonly TimeSpan GreetingLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(2);
    private const int GateFrames = 2;

    private readonly FrameConnection _frames = new(socket, silo.Options.MaxFrameBytes);
    private readonly ConcurrentDictionary<ulong, CallRequest> _running = new();
    private readonly ByteGate _gate = new((long)silo.Options.MaxFrameBytes * GateFrames);

    /// <summary>Serves until the peer leaves, misbehaves or the token ends it.</summary>
    public async Task RunAsync(CancellationToken token)
    {
        try
        {
            await GreetAsync(token);
            while (await _frames.ReadAsync(token) is { } frame)
            {
                await HandleAsync(frame, token);
            }
        }
        catch (MessageFormatException e)
        {
            silo.Log.ConnectionClosed(e.Message);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException
            or SiloUnavailableException)
        {
            // The peer left, or the silo stops.
        }
        finally
        {
            await FinishAsync(token);
            await _frames.FlushAndCloseAsync(FlushLimit, silo.Options.EngineTime);
        }
    }

    private async Task FinishAsync(CancellationToken token)
    {
        if (token.IsCancellationRequested)
        {
            // The silo has drained: all answers are made, but some may not have been handed to the socket yet.
            await _gate.WhenIdle().WaitAsync(FlushLimit, silo.Options.EngineTime, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // Nobody waits any more: queued calls do not run, running ones see their token cancelled.
        foreach (var request in _running.Values)
        {
            request.Abandon();
        }
    }

    private async Task GreetAsync(CancellationToken token)
    {
        using var limit = new CancellationTokenSource(GreetingLimit, silo.Options.EngineTime);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, token);
        var first = await _frames.ReadAsync(either.Token) ?? throw new MessageFormatException("left without a greeting");
        first.ExpectHello();
        await _frames.PostAsync(Frame.Hello(silo.Options.MaxFrameBytes));
    }

    private async Task HandleAsync(Frame frame, CancellationToken token)
    {
        switch (frame.Kind)
        {
            case FrameKind.Request:
                await _gate.EnterAsync(frame.Body.Length, token);
                Start(frame);
                break;
            case FrameKind.Cancel when frame.Body.IsEmpty:
                if (_running.TryGetValue(frame.Id, out var request))
                {
                    request.Abandon();
                }

                break;
            default:
                throw new MessageFormatException("unexpected frame");
        }
    }

    // INVARIANT: runs to the grain's queue without waiting, so that calls of one client to one grain keep their order.
    private void Start(Frame frame)
    {
        try
        {
            var call = RequestFrame.Read(new MessageReader(frame.Body), silo.InterfaceFor);
            var request = silo.Dispatch(call.Method, call.Key, call.Arguments, call.Context, call.Trace);
            if (!_running.TryAdd(frame.Id, request))
            {
                request.Abandon();
                throw new MessageFormatException("request id in use");
            }

            _ = AnswerAsync(frame, call, request);
        }
        catch (OrleansException failure)
        {
            _ = AnswerFailureAsync(frame, failure);
        }
        catch (MessageFormatException)
        {
            _ = AnswerFailureAsync(frame, new GrainCallFailedException(GrainCallFailedException.MalformedRequest));
        }
    }

    private async Task AnswerAsync(Frame frame, RequestFrame call, CallRequest request)
    {
        ReadOnlyMemory<byte> answer;
        try
        {
            var result = await silo.AwaitAsync(request, call.Timeout, CancellationToken.None).ConfigureAwait(false);
            var writer = Frame.Begin(FrameKind.Result, frame.Id, silo.Options.MaxFrameBytes);
            call.Method.Result?.WriteObject(writer, result);
            answer = Frame.End(writer);
        }
        catch (Exception failure)
        {
            answer = FailureFrame(frame.Id, failure);
        }

        _running.TryRemove(frame.Id, out _);
        await PostAsync(frame, answer);
    }

    private Task AnswerFailureAsync(Frame frame, Exception failure) => PostAsync(frame, FailureFrame(frame.Id, failure));

    private async Task PostAsync(Frame frame, ReadOnlyMemory<byte> answer)
    {
        try
        {
            await _frames.PostAsync(answer).ConfigureAwait(false);
        }
        catch (SiloUnavailableException)
        {
            // The peer left before its answer was ready.
        }
        finally
        {
            _gate.Leave(frame.Body.Length);
        }
    }

    private ReadOnlyMemory<byte> FailureFrame(ulong id, Exception failure)
    {
        var writer = Frame.Begin(FrameKind.Failure, id, silo.Options.MaxFrameBytes);
        GrainFaults.Write(writer, failure, silo.Options.MaxFrameBytes);
        return Frame.End(writer);
    }
}
