namespace Broker.Sealing.Tests.Interop;

/// <summary>A test against another program. Where that is not installed it is skipped, with the reason in the results.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LiveFactAttribute : FactAttribute
{
    public LiveFactAttribute(string tool) => Skip = Tools.Missing(tool);
}
