using System.Reflection;
using Orleans.Calls;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Silo;

/// <summary>The running of one call through the filters to the grain's method.</summary>
internal sealed class CallInvocation(Activation activation, CallRequest request) : IIncomingGrainCallContext, IInvokable
{
    private int _nextFilter;

    public IInvokable Request => this;

    public object? Grain => activation.GrainInstance;

    public GrainId? SourceId => request.Caller?.Grain;

    public GrainId TargetId => activation.GrainId;

    public IGrainContext TargetContext => activation;

    public MethodInfo InterfaceMethod => request.Method.Method;

    public MethodInfo ImplementationMethod
    {
        get
        {
            var map = activation.GrainInstance!.GetType().GetInterfaceMap(InterfaceMethod.DeclaringType!);
            return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, InterfaceMethod)];
        }
    }

    public string InterfaceName => request.Method.Interface.Alias;

    public string MethodName => request.Method.Method.Name;

    public object? Result { get; set; }

    public async Task<object?> RunAsync()
    {
        await Invoke();
        return Result;
    }

    public async Task Invoke()
    {
        var filters = activation.Silo.Filters;
        if (_nextFilter < filters.Count)
        {
            await filters[_nextFilter++].Invoke(this);
            return;
        }

        Result = await request.Method.InvokeAsync(activation.GrainInstance!, request.Arguments, request.Token);
    }

    public int GetArgumentCount() => request.Arguments.Length;

    public object? GetArgument(int index) => request.Arguments[index];

    public string GetMethodName() => MethodName;

    public string GetInterfaceName() => InterfaceName;

    public Type GetInterfaceType() => request.Method.Interface.Type;

    public MethodInfo GetMethod() => InterfaceMethod;
}
