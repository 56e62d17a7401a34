namespace Broker.Cli;

/// <summary>A row that was not mapped: where it starts and why, and nothing of what it says.</summary>
internal sealed record RefusedRow(int Line, GedFault Fault)
{
    public override string ToString() => $"line {Line}: {GedFaults.Code(Fault)}";
}
