using System.Reflection;
using Orleans.Calls;
using Orleans.Serialization;

namespace Orleans.Guards;

/// <summary>What is wrong with a grain interface and with the messages that it reaches.</summary>
internal static class GrainInterfaceGuard
{
    public static List<string> FaultsOf(Type type)
    {
        var faults = new List<string>();
        CheckInterface(type, faults);
        var messages = new MessageGuard(faults);
        foreach (var method in GrainInterface.MethodsOf(type))
        {
            CheckMethod(type, method, faults, messages);
        }

        foreach (var twice in GrainInterface.MethodsOf(type).CountBy(GrainMethod.WireNameOf).Where(pair => pair.Value > 1))
        {
            faults.Add($"grain interface `{type.FullName}` has two methods named `{twice.Key}` on the wire");
        }

        return faults;
    }

    private static void CheckInterface(Type type, List<string> faults)
    {
        if (!type.IsInterface || !typeof(IGrainWithStringKey).IsAssignableFrom(type))
        {
            faults.Add($"`{type.FullName}` is not an interface that extends IGrainWithStringKey");
        }

        if (type.IsGenericType)
        {
            faults.Add($"grain interface `{type.FullName}` is generic");
        }

        if (string.IsNullOrEmpty(Aliases.Of(type)))
        {
            faults.Add($"grain interface `{type.FullName}` has no [Alias]");
        }
    }

    private static void CheckMethod(Type type, MethodInfo method, List<string> faults, MessageGuard messages)
    {
        var where = $"grain method `{type.FullName}.{method.Name}`";
        if (method.IsSpecialName)
        {
            faults.Add($"{where} belongs to a property or an event");
            return;
        }

        if (method.IsGenericMethod)
        {
            faults.Add($"{where} is generic");
            return;
        }

        CheckReturn(method.ReturnType, where, faults, messages);
        var parameters = method.GetParameters();
        for (var i = 0; i < parameters.Length; i++)
        {
            CheckParameter(parameters[i], isLast: i == parameters.Length - 1, where, faults, messages);
        }
    }

    private static void CheckReturn(Type returned, string where, List<string> faults, MessageGuard messages)
    {
        if (returned.IsConstructedGenericType && returned.GetGenericTypeDefinition() == typeof(Task<>))
        {
            messages.Check(returned.GetGenericArguments()[0], where);
        }
        else if (returned != typeof(Task))
        {
            faults.Add($"{where} returns neither Task nor Task<T>");
        }
    }

    private static void CheckParameter(ParameterInfo parameter, bool isLast, string where, List<string> faults, MessageGuard messages)
    {
        if (parameter.ParameterType.IsByRef)
        {
            faults.Add($"{where} passes `{parameter.Name}` by reference");
        }
        else if (parameter.ParameterType != typeof(CancellationToken))
        {
            messages.Check(parameter.ParameterType, where);
        }
        else if (!isLast)
        {
            faults.Add($"{where} takes a CancellationToken that is not its last parameter");
        }
    }
}
