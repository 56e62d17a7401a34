namespace Broker.Policy.Tests.Schema;

/// <summary>A test against a program that Node runs. Where it is not installed the test is skipped, with the reason in the results.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = NodeTools.Missing();
}
