using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans;

/// <summary>One call, as filters see it.</summary>
public interface IGrainCallContext
{
    IInvokable Request { get; }

    object? Grain { get; }

    /// <summary>The calling grain; null when the call came from outside of grains.</summary>
    GrainId? SourceId { get; }

    GrainId TargetId { get; }

    MethodInfo InterfaceMethod { get; }

    string InterfaceName { get; }

    string MethodName { get; }

    /// <summary>The method's result once <see cref="Invoke"/> has run; null for a method that returns a bare task.</summary>
    object? Result { get; set; }

    /// <summary>Runs the rest of the filters and the method.</summary>
    Task Invoke();
}
