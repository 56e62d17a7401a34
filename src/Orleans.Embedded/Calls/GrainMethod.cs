using System.Buffers.Binary;
using System.Linq.Expressions;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Orleans.Serialization;

namespace Orleans.Calls;

/// <summary>One method of a grain interface: how it is named, written, sent and invoked.</summary>
internal abstract class GrainMethod
{
    private readonly Func<object, object?[], CancellationToken, Task> _invoke;
    private readonly bool[] _handedOver;
    private readonly Lazy<ulong> _signature;

    protected GrainMethod(GrainInterface owner, MethodInfo method)
    {
        Interface = owner;
        Method = method;
        WireName = WireNameOf(method);
        var parameters = method.GetParameters();
        TakesToken = parameters.Length > 0 && parameters[^1].ParameterType == typeof(CancellationToken);
        var sent = TakesToken ? parameters[..^1] : parameters;
        Parameters = [.. sent.Select(p => Codecs.For(p.ParameterType))];
        _handedOver = [.. sent.Select(p => p.IsDefined(typeof(ImmutableAttribute), inherit: false))];
        _invoke = Compile(method, parameters);
        _signature = new(ComputeSignature);
    }

    public GrainInterface Interface { get; }

    public MethodInfo Method { get; }

    public string WireName { get; }

    /// <summary>The parameters without the trailing cancellation token.</summary>
    public IReadOnlyList<Codec> Parameters { get; }

    public bool TakesToken { get; }

    /// <summary>Null for a method that returns a bare task.</summary>
    public abstract Codec? Result { get; }

    /// <summary>
    /// The first 8 bytes of the SHA-256 of what goes in and out, so that a peer built from other sources is refused instead of misread.
    /// </summary>
    public ulong Signature => _signature.Value;

    public static string WireNameOf(MethodInfo method) => Aliases.Of(method) ?? method.Name;

    public static GrainMethod Create(GrainInterface owner, MethodInfo method)
    {
        var type = method.ReturnType == typeof(Task)
            ? typeof(PlainGrainMethod)
            : typeof(ResultGrainMethod<>).MakeGenericType(method.ReturnType.GetGenericArguments()[0]);
        return (GrainMethod)Activator.CreateInstance(type, owner, method)!;
    }

    /// <summary>Starts the call; the task has the method's own return type.</summary>
    public abstract Task Send(IGrainCaller caller, string key, object?[] arguments, CancellationToken token);

    /// <summary>Runs the method on a grain.</summary>
    public abstract Task<object?> InvokeAsync(object grain, object?[] arguments, CancellationToken token);

    public object?[] Copy(object?[] arguments, int maxBytes)
    {
        var copies = new object?[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            copies[i] = _handedOver[i] ? arguments[i] : Parameters[i].Copy(arguments[i], maxBytes);
        }

        return copies;
    }

    protected Task Start(object grain, object?[] arguments, CancellationToken token) =>
        _invoke(grain, arguments, token) ?? throw new InvalidOperationException("a grain method returned null instead of a task");

    private ulong ComputeSignature()
    {
        var text = string.Join(',', Parameters.Select(p => p.Descriptor)) + ">" + Result?.Descriptor;
        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static Func<object, object?[], CancellationToken, Task> Compile(MethodInfo method, ParameterInfo[] parameters)
    {
        var grain = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(object[]));
        var token = Expression.Parameter(typeof(CancellationToken));
        var passed = parameters.Select((p, i) => p.ParameterType == typeof(CancellationToken)
            ? (Expression)token
            : Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(i)), p.ParameterType));
        var call = Expression.Call(Expression.Convert(grain, method.DeclaringType!), method, passed);
        return Expression.Lambda<Func<object, object?[], CancellationToken, Task>>(call, grain, arguments, token).Compile();
    }
}
