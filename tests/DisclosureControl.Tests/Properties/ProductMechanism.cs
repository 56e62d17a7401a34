namespace Broker.DisclosureControl.Tests;

/// <summary>The product.</summary>
internal sealed class ProductMechanism : Mechanism
{
    internal override string Name => "the product";

    internal override MeasuredTable Measure(MeasurementPlan plan, Contribution[] records, SeededRandom random) => Plans.Run(plan, records, random);
}
