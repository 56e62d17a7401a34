namespace Broker.Transparency.Tests.Interop;

/// <summary>A test against the Go program. Where that is not built it is skipped, with the reason in the results.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SumdbFactAttribute : FactAttribute
{
    public SumdbFactAttribute() => Skip = GoSumdb.Missing();
}
