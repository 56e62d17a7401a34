using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Guards;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Silo;

/// <summary>Makes a grain object: its states from storage providers, everything else from the activation's service scope.</summary>
internal sealed class GrainConstructor(GrainClass grainClass)
{
    private readonly ParameterInfo[] _parameters = grainClass.Constructor.GetParameters();

    public object Construct(Activation activation, List<IActivationState> states)
    {
        var arguments = Array.ConvertAll(_parameters, parameter => Resolve(parameter, activation, states));
        return ConstructionScope.Run(activation, () =>
            grainClass.Constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null));
    }

    private static object? Resolve(ParameterInfo parameter, Activation activation, List<IActivationState> states)
    {
        var services = activation.ActivationServices;
        if (GrainClassGuard.StateTypeOf(parameter.ParameterType) is { } stateType)
        {
            var state = MakeState(parameter, stateType, activation);
            states.Add((IActivationState)state);
            return state;
        }

        if (parameter.ParameterType == typeof(IGrainContext))
        {
            return activation;
        }

        if (parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { } keyed)
        {
            return services.GetRequiredKeyedService(parameter.ParameterType, keyed.Key);
        }

        return services.GetService(parameter.ParameterType)
            ?? (parameter.HasDefaultValue ? parameter.DefaultValue : services.GetRequiredService(parameter.ParameterType));
    }

    private static object MakeState(ParameterInfo parameter, Type stateType, Activation activation)
    {
        var attribute = parameter.GetCustomAttribute<PersistentStateAttribute>()!;
        var storage = activation.ActivationServices.GetRequiredKeyedService<IGrainStorage>(attribute.StorageName);
        var type = typeof(PersistentState<>).MakeGenericType(stateType);
        return Activator.CreateInstance(type, attribute.StateName, activation.GrainId, storage)!;
    }
}
