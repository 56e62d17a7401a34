namespace Broker.Transparency.Tests.Interop;

/// <summary>A test against the verifier in Go. Where that is not built it is skipped, with the reason in the results.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GoFactAttribute : FactAttribute
{
    public GoFactAttribute() => Skip = GoVerifier.Missing;
}
