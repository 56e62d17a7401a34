using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Calls;

/// <summary>
/// What of an exception may leave its grain. A type marked <c>[GenerateSerializer]</c> crosses with its members; cancellation and timeout
/// cross as such, without their messages; of anything else only the type's name does.
/// </summary>
internal static class GrainFaults
{
    private const byte NameOnly = 0;
    private const byte WithMembers = 1;
    private const byte Cancelled = 2;
    private const byte TimedOut = 3;

    // A failure always fits into a frame, next to its type's name; a larger one loses its members.
    private const int MaxFailureBytes = 64 * 1024;
    private const int FrameShare = 4;

    /// <summary>The exception as the caller gets it; always a new object, so that no stack and no inner exception comes along.</summary>
    public static Exception Crossing(Exception failure, int maxBytes)
    {
        var writer = new MessageWriter(maxBytes);
        Write(writer, failure, maxBytes);
        try
        {
            return Read(new MessageReader(writer.Written), Known(failure.GetType()));
        }
        catch (MessageFormatException)
        {
            return new GrainCallFailedException(failure.GetType().FullName!);
        }
    }

    public static void Write(MessageWriter writer, Exception failure, int maxBytes)
    {
        switch (failure)
        {
            case OperationCanceledException:
                writer.WriteByte(Cancelled);
                return;
            case TimeoutException when !Codecs.IsMessage(failure.GetType()):
                writer.WriteByte(TimedOut);
                return;
        }

        var body = BodyOf(failure, maxBytes);
        writer.WriteByte(body is null ? NameOnly : WithMembers);
        writer.WriteString(failure.GetType().FullName);
        if (body is not null)
        {
            writer.WriteBytes(body.Written.Span);
        }
    }

    /// <param name="known">The exception types that this process can make, by full name.</param>
    public static Exception Read(MessageReader reader, IReadOnlyDictionary<string, Type> known)
    {
        switch (reader.ReadByte())
        {
            case Cancelled:
                reader.ExpectEnd();
                return new OperationCanceledException();
            case TimedOut:
                reader.ExpectEnd();
                return new TimeoutException();
            case NameOnly:
                var name = reader.ReadRequiredString();
                reader.ExpectEnd();
                return new GrainCallFailedException(name);
            case WithMembers:
                return ReadMembers(reader, known);
            default:
                throw new MessageFormatException("unknown kind of failure");
        }
    }

    private static Exception ReadMembers(MessageReader reader, IReadOnlyDictionary<string, Type> known)
    {
        var name = reader.ReadRequiredString();
        var count = reader.ReadCount();
        var body = new MessageReader(reader.Take(Math.Max(count, 0)).ToArray());
        reader.ExpectEnd();
        if (!known.TryGetValue(name, out var type))
        {
            return new GrainCallFailedException(name);
        }

        var failure = (Exception)Codecs.BodyFor(type).ReadObject(body)!;
        body.ExpectEnd();
        return failure;
    }

    private static Dictionary<string, Type> Known(Type type) => new(StringComparer.Ordinal) { [type.FullName!] = type };

    private static MessageWriter? BodyOf(Exception failure, int maxBytes)
    {
        var type = failure.GetType();
        if (!Codecs.IsMessage(type))
        {
            return null;
        }

        try
        {
            var body = new MessageWriter(Math.Min(MaxFailureBytes, maxBytes / FrameShare));
            Codecs.BodyFor(type).WriteObject(body, failure);
            return body;
        }
        catch (Exception e) when (e is OrleansException or ArgumentException)
        {
            return null;
        }
    }
}
