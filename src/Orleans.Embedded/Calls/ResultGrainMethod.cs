using System.Reflection;
using Orleans.Serialization;

namespace Orleans.Calls;

/// <summary>A method that returns <see cref="Task{TResult}"/>.</summary>
internal sealed class ResultGrainMethod<T>(GrainInterface owner, MethodInfo method) : GrainMethod(owner, method)
{
    public override Codec? Result { get; } = Codecs.For<T>();

    public override Task Send(IGrainCaller caller, string key, object?[] arguments, CancellationToken token)
    {
        return Typed(caller.CallAsync(this, key, arguments, token));

        static async Task<T> Typed(Task<object?> call) => (T)(await call.ConfigureAwait(false))!;
    }

    public override async Task<object?> InvokeAsync(object grain, object?[] arguments, CancellationToken token) =>
        await (Task<T>)Start(grain, arguments, token);
}
