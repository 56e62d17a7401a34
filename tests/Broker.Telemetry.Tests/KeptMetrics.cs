using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Broker.Telemetry.Tests;

/// <summary>Keeps the names of the tags that an exporter is given with the points of its metrics.</summary>
internal sealed class KeptMetrics : BaseExporter<Metric>
{
    public List<string> Tags { get; } = [];

    public override ExportResult Export(in Batch<Metric> batch)
    {
        foreach (Metric metric in batch)
        {
            foreach (ref readonly MetricPoint point in metric.GetMetricPoints())
            {
                foreach (KeyValuePair<string, object?> tag in point.Tags)
                {
                    Tags.Add(tag.Key);
                }
            }
        }

        return ExportResult.Success;
    }
}
