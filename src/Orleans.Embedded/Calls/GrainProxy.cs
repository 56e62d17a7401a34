using System.Reflection;
using Orleans.Calls;
using Orleans.Runtime;

namespace Orleans;

/// <summary>A reference to a grain; each method call becomes a request.</summary>
internal class GrainProxy : DispatchProxy, IAddressable
{
    private IGrainCaller _caller = null!;
    private GrainInterface _interface = null!;

    public string Key { get; private set; } = "";

    /// <summary>Null in a client, which does not know grain classes.</summary>
    public GrainId? GrainId { get; private set; }

    public static T Create<T>(IGrainCaller caller, string key, GrainId? id)
        where T : IGrainWithStringKey
    {
        var model = GrainInterface.Of(typeof(T));
        var made = Create<T, GrainProxy>();
        var proxy = (GrainProxy)(object)made;
        proxy._caller = caller;
        proxy._interface = model;
        proxy.Key = key;
        proxy.GrainId = id;
        return made;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(targetMethod);
        var method = _interface[targetMethod];
        var arguments = args ?? [];
        if (!method.TakesToken)
        {
            return method.Send(_caller, Key, arguments, CancellationToken.None);
        }

        return method.Send(_caller, Key, arguments[..^1], (CancellationToken)arguments[^1]!);
    }
}
