using Orleans.Calls;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Guards;

/// <summary>All grain classes of a silo with their interfaces. Building it runs every guard and reports all faults together.</summary>
internal sealed class GrainManifest
{
    private readonly Dictionary<Type, GrainClass> _byInterface = [];
    private readonly Dictionary<string, GrainClass> _byGrainType = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GrainInterface> _byAlias = new(StringComparer.Ordinal);

    private GrainManifest(IReadOnlyList<Type> classes)
    {
        foreach (var type in classes)
        {
            var interfaces = GrainClassGuard.InterfacesOf(type).Select(GrainInterface.Of).ToArray();
            var made = new GrainClass(type, GrainType.Create(GrainClassGuard.GrainTypeOf(type)!), type.GetConstructors()[0], interfaces);
            _byGrainType.Add(made.GrainType.Value, made);
            foreach (var model in interfaces)
            {
                _byInterface.Add(model.Type, made);
                _byAlias.Add(model.Alias, model);
            }
        }
    }

    /// <param name="types">Every type that may be a grain class or an exception.</param>
    /// <exception cref="OrleansConfigurationException">With every fault.</exception>
    public static GrainManifest Build(IEnumerable<Type> types, Func<string, bool> hasStorage, bool hasReminders)
    {
        var faults = new List<string>();
        var all = types.ToArray();
        var classes = all.Where(t => t.IsSubclassOf(typeof(Grain)) && !t.IsAbstract).ToArray();
        if (classes.Length == 0)
        {
            faults.Add("no grain class was given");
        }

        CheckClasses(classes, faults, hasStorage, hasReminders);
        CheckInterfaces(classes, all, faults);
        return faults.Count > 0 ? throw new OrleansConfigurationException(faults) : new GrainManifest(classes);
    }

    public GrainClass? ClassFor(Type type) => _byInterface.GetValueOrDefault(type);

    /// <summary>Whether any class has reminders; without one their store is not asked.</summary>
    public bool HasReminders => _byGrainType.Values.Any(grainClass => grainClass.Type.IsAssignableTo(typeof(IRemindable)));

    public GrainClass? ClassFor(GrainType type) => _byGrainType.GetValueOrDefault(type.Value);

    public GrainInterface? InterfaceFor(string alias) => _byAlias.GetValueOrDefault(alias);

    private static void CheckClasses(Type[] classes, List<string> faults, Func<string, bool> hasStorage, bool hasReminders)
    {
        var guard = new GrainClassGuard(faults, hasStorage, hasReminders);
        Array.ForEach(classes, guard.Check);
        foreach (var twice in classes.CountBy(t => GrainClassGuard.GrainTypeOf(t) ?? "").Where(p => p.Key.Length > 0 && p.Value > 1))
        {
            faults.Add($"the [GrainType] `{twice.Key}` is used by {twice.Value} classes");
        }
    }

    private static void CheckInterfaces(Type[] classes, Type[] all, List<string> faults)
    {
        var uses = classes.SelectMany(GrainClassGuard.InterfacesOf).ToArray();
        foreach (var twice in uses.CountBy(t => t).Where(pair => pair.Value > 1))
        {
            faults.Add($"grain interface `{twice.Key.FullName}` is implemented by {twice.Value} classes");
        }

        var interfaces = uses.Distinct().ToArray();
        var messages = new MessageGuard([]);
        foreach (var type in interfaces)
        {
            faults.AddRange(GrainInterfaceGuard.FaultsOf(type).Where(fault => !faults.Contains(fault)));
            CollectMessages(type, messages);
        }

        var own = new MessageGuard(faults);
        foreach (var exception in all.Where(t => t.IsSubclassOf(typeof(Exception)) && !t.IsAbstract && Codecs.IsMessage(t)))
        {
            own.CheckMessage(exception);
        }

        CheckAliases(interfaces, messages.Messages.Union(own.Messages), faults);
    }

    private static void CollectMessages(Type type, MessageGuard messages)
    {
        foreach (var method in GrainInterface.MethodsOf(type))
        {
            var returned = method.ReturnType.IsConstructedGenericType ? method.ReturnType.GetGenericArguments()[0] : typeof(bool);
            foreach (var reached in method.GetParameters().Select(p => p.ParameterType).Append(returned))
            {
                messages.Check(reached, "");
            }
        }
    }

    private static void CheckAliases(Type[] interfaces, IEnumerable<Type> messages, List<string> faults)
    {
        foreach (var group in new[] { interfaces, [.. messages] })
        {
            foreach (var twice in group.CountBy(t => Aliases.Of(t) ?? "").Where(p => p.Key.Length > 0 && p.Value > 1))
            {
                faults.Add($"the [Alias] `{twice.Key}` is used by {twice.Value} types");
            }
        }
    }
}
