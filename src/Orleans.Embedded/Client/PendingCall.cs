using Orleans.Calls;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Transport;

namespace Orleans.Client;

/// <summary>A call that waits for its answer.</summary>
internal sealed class PendingCall(ulong id, GrainMethod method)
{
    private readonly TaskCompletionSource<object?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ulong Id => id;

    public Task<object?> Answer => _answer.Task;

    public void Complete(Frame frame, IReadOnlyDictionary<string, Type> exceptions)
    {
        try
        {
            var reader = new MessageReader(frame.Body);
            if (frame.Kind == FrameKind.Failure)
            {
                _answer.TrySetException(GrainFaults.Read(reader, exceptions));
                return;
            }

            var result = method.Result?.ReadObject(reader);
            reader.ExpectEnd();
            _answer.TrySetResult(result);
        }
        catch (MessageFormatException)
        {
            _answer.TrySetException(new GrainCallFailedException(GrainCallFailedException.MalformedResponse));
        }
    }

    public void Break() => _answer.TrySetException(new SiloUnavailableException());
}
