using System.Diagnostics;
using OpenTelemetry;

namespace Broker.Telemetry.Tests;

/// <summary>Keeps what an exporter is given.</summary>
internal sealed class KeptSpans : BaseExporter<Activity>
{
    public List<Activity> Spans { get; } = [];

    public override ExportResult Export(in Batch<Activity> batch)
    {
        foreach (Activity span in batch)
        {
            Spans.Add(span);
        }

        return ExportResult.Success;
    }
}
