namespace Broker.DisclosureControl.Tests;

/// <summary>Asked again, it draws again: two answers to one question.</summary>
internal sealed class DrawAgainOnRetry : Mechanism
{
    internal override string Name => "double draw on retry";

    internal override MeasuredTable Measure(MeasurementPlan plan, Contribution[] records, SeededRandom random) => Plans.Run(plan, records, random);

    internal override MeasuredTable Again(MeasurementPlan plan, Contribution[] records, MeasuredTable first, SeededRandom random) => Plans.Run(plan, records, random);
}
