using Broker.DisclosureControl;

namespace Broker.Cli;

/// <summary>Which briefing is asked for, and why.</summary>
internal sealed record BriefingRequest(string Country, string Period, string Tier, string Purpose)
{
    /// <summary>A week is asked for as a flash, a block as its final: no period has both.</summary>
    public string Text => $"request/1\ncountry {Country}\nperiod {Period}\nvintage {(IsoWeek.TryParse(Period, out _) ? "flash" : "final")}\ntier {Tier}\npurpose {Purpose}\n";
}
