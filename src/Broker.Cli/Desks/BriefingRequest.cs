using Broker.DisclosureControl;
using RandomFill = Broker.Sealing.RandomFill;

namespace Broker.Cli;

/// <summary>Which briefing is asked for, and why.</summary>
internal sealed record BriefingRequest(string Country, string Period, string Tier, string Purpose)
{
    private const int IdSize = 16;

    /// <summary>
    /// The request's body. The same text again on the same day is the same request, with one entry in the log. A week is asked for as a flash, a block as
    /// its final: no period has both.
    /// </summary>
    /// <param name="id">32 lower-case hexadecimal digits of the requester's choice.</param>
    public string TextOf(string id) => $"request/2\ncountry {Country}\nperiod {Period}\nvintage {(IsoWeek.TryParse(Period, out _) ? "flash" : "final")}\ntier {Tier}\npurpose {Purpose}\nid {id}\n";

    /// <summary>An id that nobody used.</summary>
    public static string NewId(RandomFill random)
    {
        Span<byte> id = stackalloc byte[IdSize];
        random(id);
        return Convert.ToHexStringLower(id);
    }

    public static bool IsId(string text) => text.Length == 2 * IdSize && text.All(char.IsAsciiHexDigitLower);
}
