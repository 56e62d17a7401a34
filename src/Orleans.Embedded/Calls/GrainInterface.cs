using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Guards;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Calls;

/// <summary>A grain interface with its wire name and methods. Making one checks it; a faulty interface is never called.</summary>
internal sealed class GrainInterface
{
    private static readonly ConcurrentDictionary<Type, GrainInterface> Known = new();
    private readonly Dictionary<MethodInfo, GrainMethod> _byMethod;
    private readonly Dictionary<string, GrainMethod> _byWireName;

    private GrainInterface(Type type, string alias)
    {
        Type = type;
        Alias = alias;
        _byMethod = MethodsOf(type).ToDictionary(m => m, m => GrainMethod.Create(this, m));
        _byWireName = _byMethod.Values.ToDictionary(m => m.WireName, StringComparer.Ordinal);
    }

    /// <summary>The engine's own, by which it calls grains; no client can name it.</summary>
    public static GrainInterface Remindable { get; } = new(typeof(IRemindable), "orleans.remindable");

    public Type Type { get; }

    public string Alias { get; }

    public static GrainInterface Of(Type type) => Known.GetOrAdd(type, Checked);

    /// <summary>Its own methods and those of the interfaces that it extends.</summary>
    public static IEnumerable<MethodInfo> MethodsOf(Type type) =>
        type.GetInterfaces().Prepend(type).SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Public));

    public GrainMethod this[MethodInfo method] => _byMethod[method];

    public GrainMethod? Find(string wireName) => _byWireName.GetValueOrDefault(wireName);

    private static GrainInterface Checked(Type type)
    {
        var faults = GrainInterfaceGuard.FaultsOf(type);
        return faults.Count > 0 ? throw new OrleansConfigurationException(faults) : new GrainInterface(type, Aliases.Of(type)!);
    }
}
