using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Guards;

/// <summary>What is wrong with one grain class.</summary>
/// <param name="hasStorage">Whether a storage provider of that name is registered.</param>
/// <param name="hasReminders">Whether a reminder store is registered.</param>
internal sealed class GrainClassGuard(List<string> faults, Func<string, bool> hasStorage, bool hasReminders)
{
    public static IEnumerable<Type> InterfacesOf(Type type) =>
        type.GetInterfaces().Where(i => i != typeof(IGrainWithStringKey) && typeof(IGrainWithStringKey).IsAssignableFrom(i));

    public static string? GrainTypeOf(Type type) => type.GetCustomAttribute<GrainTypeAttribute>(inherit: false)?.GrainType;

    public void Check(Type type)
    {
        var where = $"grain class `{type.FullName}`";
        if (string.IsNullOrEmpty(GrainTypeOf(type)))
        {
            faults.Add($"{where} has no [GrainType]");
        }

        if (type.IsGenericType)
        {
            faults.Add($"{where} is generic");
        }

        if (typeof(IRemindable).IsAssignableFrom(type) && !hasReminders)
        {
            faults.Add($"{where} is IRemindable, and no reminder store is registered");
        }

        if (!InterfacesOf(type).Any())
        {
            faults.Add($"{where} implements no interface that extends IGrainWithStringKey");
        }

        var constructors = type.GetConstructors();
        if (constructors.Length != 1)
        {
            faults.Add($"{where} needs exactly one public constructor");
            return;
        }

        CheckStates(constructors[0], where);
    }

    private void CheckStates(ConstructorInfo constructor, string where)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in constructor.GetParameters())
        {
            var attribute = parameter.GetCustomAttribute<PersistentStateAttribute>();
            var state = StateTypeOf(parameter.ParameterType);
            if ((attribute is null) != (state is null))
            {
                faults.Add($"{where} has only one of [PersistentState] and IPersistentState<T> on `{parameter.Name}`");
            }
            else if (attribute is not null && state is not null)
            {
                CheckState(attribute, state, names, where);
            }
        }
    }

    private void CheckState(PersistentStateAttribute attribute, Type state, HashSet<string> names, string where)
    {
        if (string.IsNullOrEmpty(attribute.StateName) || !names.Add(attribute.StateName))
        {
            faults.Add($"{where} has an empty or repeated state name `{attribute.StateName}`");
        }

        if (!hasStorage(attribute.StorageName))
        {
            faults.Add($"{where} names the storage `{attribute.StorageName}`, which is not registered");
        }

        if (!state.IsValueType && state.GetConstructor(Type.EmptyTypes) is null)
        {
            faults.Add($"{where} keeps the state `{state.FullName}`, which has no public constructor without parameters");
        }
    }

    public static Type? StateTypeOf(Type type) =>
        type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(IPersistentState<>)
            ? type.GetGenericArguments()[0]
            : null;
}
