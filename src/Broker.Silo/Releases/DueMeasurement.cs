using Broker.DisclosureControl;

namespace Broker.Silo.Releases;

/// <summary>A period whose cut-off has passed and that is not measured, with the public plan that it is measured by.</summary>
internal sealed record DueMeasurement(MeasuredPeriod Period, MeasurementPlan Plan);
