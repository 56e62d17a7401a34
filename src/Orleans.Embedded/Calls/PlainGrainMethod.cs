using System.Reflection;
using Orleans.Serialization;

namespace Orleans.Calls;

/// <summary>A method that returns <see cref="Task"/>.</summary>
internal sealed class PlainGrainMethod(GrainInterface owner, MethodInfo method) : GrainMethod(owner, method)
{
    public override Codec? Result => null;

    public override Task Send(IGrainCaller caller, string key, object?[] arguments, CancellationToken token) =>
        caller.CallAsync(this, key, arguments, token);

    public override async Task<object?> InvokeAsync(object grain, object?[] arguments, CancellationToken token)
    {
        await Start(grain, arguments, token);
        return null;
    }
}
