using Broker.DisclosureControl;

namespace Broker.Silo.Releases;

/// <summary>A period that is not measured yet, due or still open, with the public plan that it is measured by.</summary>
internal sealed record DueMeasurement(MeasuredPeriod Period, MeasurementPlan Plan);
