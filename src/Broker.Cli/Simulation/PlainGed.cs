using System.Globalization;
using System.Text;
using Broker.Briefings;
using Broker.DisclosureControl;

namespace Broker.Cli;

/// <summary>Rows of the event dataset as plain records: what a deposit of them would count, with offices and sources numbered.</summary>
/// <remarks>A source is the same in the sense of <see cref="SourceTag"/>: office, identity, and the year in the name of the four-week period.</remarks>
internal static class PlainGed
{
    public static string Format(GedFile file)
    {
        Dictionary<string, int> offices = new(StringComparer.Ordinal);
        Dictionary<(int Office, string Identity, int Year), int> sources = [];
        StringBuilder text = new(PlainRecords.Header + "\n");
        foreach (var row in file.Rows)
        {
            var office = NumberOf(offices, row.Office);
            var year = FourWeekCalendar.Containing(row.Interval.From).Id.Year;
            var source = NumberOf(sources, (office, Encoding.UTF8.GetString(row.SourceIdentity), year));
            text.Append(CultureInfo.InvariantCulture, $"{row.Interval.From:yyyy-MM-dd},{row.Place},{EventKinds.Code(row.Kind)},organisation-{office:D3},source-{source:D4}\n");
        }

        return text.ToString();
    }

    private static int NumberOf<TKey>(Dictionary<TKey, int> numbers, TKey key)
        where TKey : notnull
    {
        if (!numbers.TryGetValue(key, out var number))
        {
            numbers.Add(key, number = numbers.Count + 1);
        }

        return number;
    }
}
