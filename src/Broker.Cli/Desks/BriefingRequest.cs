namespace Broker.Cli;

/// <summary>Which briefing is asked for, and why.</summary>
internal sealed record BriefingRequest(string Country, string Period, string Tier, string Purpose)
{
    public string Text => $"request/1\ncountry {Country}\nperiod {Period}\nvintage final\ntier {Tier}\npurpose {Purpose}\n";
}
