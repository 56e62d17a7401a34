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

    private GrainInterface(Type type)
    {
        var faults = GrainInterfaceGuard.FaultsOf(type);
        if (faults.Count > 0)
        {
            throw new OrleansConfigurationException(faults);
        }

        Type = type;
        Alias = Aliases.Of(type)!;
        _byMethod = MethodsOf(type).ToDictionary(m => m, m => GrainMethod.Create(this, m));
        _byWireName = _byMethod.Values.ToDictionary(m => m.WireName, StringComparer.Ordinal);
    }

    public Type Type { get; }

    public string Alias { get; }

    public static GrainInterface Of(Type type) => Known.GetOrAdd(type, t => new GrainInterface(t));

    /// <summary>Its own methods and those of the interfaces that it extends.</summary>
    public static IEnumerable<MethodInfo> MethodsOf(Type type) =>
        type.GetInterfaces().Prepend(type).SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Public));

    public GrainMethod this[MethodInfo method] => _byMethod[method];

    public GrainMethod? Find(string wireName) => _byWireName.GetValueOrDefault(wireName);
}
