namespace Broker.Cli;

/// <summary>Where an auditor has a country's open periods counted anew.</summary>
internal sealed class AuditDesk(GatewayClient gateway, Member auditor)
{
    /// <summary>Each open period, and whether what it counts is what its sealed records say.</summary>
    public async Task<IReadOnlyList<RebuildLineAnswer>> RebuildAsync(string country, CancellationToken cancellation) =>
        (await gateway.PostTextAsync(auditor, $"/countries/{country}/rebuild", "", cancellation)).Read<RebuildAnswer>().Periods;
}
