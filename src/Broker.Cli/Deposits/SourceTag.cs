using System.Globalization;
using Broker.Briefings;
using Broker.DisclosureControl;
using Broker.Sealing;

namespace Broker.Cli;

/// <summary>The pseudonym under which a source is counted: made by the depositor's key, scoped to a country and a year.</summary>
/// <remarks>
/// HMAC-SHA256 cut to 16 bytes, under HKDF(tags key, "<c>ISO3/yyyy</c>"); yyyy is the year in the name of the four-week period
/// that holds the first day, so that one period never sees two pseudonyms of one source. Nothing links across years.
/// </remarks>
internal static class SourceTag
{
    public static Tag16 Of(SecretKey tags, string country, DateOnly firstDay, ReadOnlySpan<byte> identity)
    {
        var year = FourWeekCalendar.Containing(firstDay).Id.Year;
        using var scoped = tags.Derive(string.Create(CultureInfo.InvariantCulture, $"{country}/{year:D4}"));
        Span<byte> tag = stackalloc byte[Tag16.Size];
        Sealing.Tags.Compute(scoped, identity, tag);
        return Tag16.FromBytes(tag);
    }
}
