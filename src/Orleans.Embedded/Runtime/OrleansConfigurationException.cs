namespace Orleans.Runtime;

/// <summary>The host refuses to start; lists every fault that was found, not only the first.</summary>
public sealed class OrleansConfigurationException(IReadOnlyList<string> faults)
    : OrleansException("the engine refuses to start: " + string.Join("; ", faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
