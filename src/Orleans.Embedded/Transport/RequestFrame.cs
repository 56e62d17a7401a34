using System.Collections.Immutable;
using System.Diagnostics;
using Orleans.Calls;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Telemetry;

namespace Orleans.Transport;

/// <summary>
/// The body of a request: interface alias, method name, signature, key, timeout in milliseconds, request context, the caller's span (<see cref="TraceFrame"/>), arguments.
/// </summary>
internal sealed record RequestFrame(
    GrainMethod Method, string Key, TimeSpan Timeout, ImmutableDictionary<string, object> Context, ActivityContext Trace, object?[] Arguments)
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);

    // The kinds of values that RequestContext accepts; a value's number is its place here.
    private static readonly Type[] ContextTypes = [typeof(string), typeof(bool), typeof(int), typeof(long), typeof(Guid), typeof(byte[])];

    public void Write(MessageWriter writer)
    {
        writer.WriteString(Method.Interface.Alias);
        writer.WriteString(Method.WireName);
        writer.WriteFixed64(Method.Signature);
        writer.WriteString(Key);
        writer.WriteUnsigned((ulong)Timeout.TotalMilliseconds);
        WriteContext(writer);
        TraceFrame.Write(writer, Trace);
        for (var i = 0; i < Arguments.Length; i++)
        {
            Method.Parameters[i].WriteObject(writer, Arguments[i]);
        }
    }

    /// <exception cref="GrainCallFailedException">The request is well formed but names nothing that this silo has.</exception>
    /// <exception cref="MessageFormatException">The request is malformed.</exception>
    public static RequestFrame Read(MessageReader reader, Func<string, GrainInterface?> interfaces)
    {
        var alias = reader.ReadRequiredString();
        var method = interfaces(alias)?.Find(reader.ReadRequiredString());
        if (method is null || reader.ReadFixed64() != method.Signature)
        {
            throw new GrainCallFailedException(GrainCallFailedException.UnknownMethod);
        }

        var key = reader.ReadRequiredString();
        if (!GrainKeys.IsValid(key))
        {
            throw new GrainCallFailedException(GrainCallFailedException.InvalidKey);
        }

        var timeout = ReadTimeout(reader);
        var context = ReadContext(reader);
        var trace = TraceFrame.Read(reader);
        var arguments = method.Parameters.Select(parameter => parameter.ReadObject(reader)).ToArray();
        reader.ExpectEnd();
        return new RequestFrame(method, key, timeout, context, trace, arguments);
    }

    private static TimeSpan ReadTimeout(MessageReader reader)
    {
        var milliseconds = reader.ReadUnsigned();
        return milliseconds > 0 && milliseconds <= (ulong)LongestTimeout.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw new MessageFormatException("timeout out of bounds");
    }

    private void WriteContext(MessageWriter writer)
    {
        if (Context.Count > MessageLimits.MaxContextEntries)
        {
            throw new InvalidOperationException("more than 64 request context values");
        }

        writer.WriteUnsigned((ulong)Context.Count + 1);
        foreach (var (key, value) in Context.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.WriteString(key);
            writer.WriteByte((byte)Array.IndexOf(ContextTypes, value.GetType()));
            Codecs.For(value.GetType()).WriteObject(writer, value);
        }
    }

    private static ImmutableDictionary<string, object> ReadContext(MessageReader reader)
    {
        var count = reader.ReadCount();
        if (count is < 0 or > MessageLimits.MaxContextEntries)
        {
            throw new MessageFormatException("too many context entries");
        }

        var context = ImmutableDictionary.CreateBuilder<string, object>();
        for (var i = 0; i < count; i++)
        {
            var key = reader.ReadRequiredString();
            var kind = reader.ReadByte();
            var value = kind < ContextTypes.Length ? Codecs.For(ContextTypes[kind]).ReadObject(reader) : null;
            if (value is null || !context.TryAdd(key, value))
            {
                throw new MessageFormatException("malformed context entry");
            }
        }

        return context.ToImmutable();
    }
}
