namespace Broker.Sealing.Tests.Interop;

/// <inheritdoc cref="LiveFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LiveTheoryAttribute : TheoryAttribute
{
    public LiveTheoryAttribute(string tool) => Skip = Tools.Missing(tool);
}
