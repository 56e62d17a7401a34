using System.Reflection;
using Orleans.Runtime;

namespace Orleans;

/// <summary>One call on the side of the grain that is called.</summary>
public interface IIncomingGrainCallContext : IGrainCallContext
{
    IGrainContext TargetContext { get; }

    MethodInfo ImplementationMethod { get; }
}
