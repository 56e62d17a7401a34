using System.Globalization;
using System.Text;

namespace Broker.Tests.Demo;

/// <summary>
/// Which records of which organisation entered which period of the demo, worked out of the sample and of the organisations' own journals and of
/// nothing that the broker computed: the file is read, the offices numbered, days put into four-week blocks and the yearly cap kept by the code below.
/// </summary>
internal sealed class DemoTruth
{
    private const int Blocks = 26; // 2013-01 to 2014-13
    private const int BlocksOfASourceAndYear = 7; // a final costs 9/64, and the cap is 1

    private static readonly DateOnly FirstDay = new(2012, 12, 31);

    private readonly Dictionary<(int Office, int Block), HashSet<string>> entered = [];

    /// <summary>How many organisations there are.</summary>
    public int Offices { get; private init; }

    /// <summary>Identifiers of the periods, in order.</summary>
    public static IReadOnlyList<string> Periods { get; } =
        [.. Enumerable.Range(0, Blocks).Select(block => string.Create(CultureInfo.InvariantCulture, $"{2013 + (block / 13)}-{(block % 13) + 1:D2}"))];

    /// <param name="demo">The folder that the demo wrote.</param>
    /// <param name="withdrawnInTime">A record that was withdrawn before its cut-off.</param>
    public static DemoTruth Of(string demo, string withdrawnInTime)
    {
        List<(int Line, string[] Offices, int Block, string Source)> rows = [.. Rows()];
        List<string> offices = [.. rows.SelectMany(row => row.Offices).Distinct(StringComparer.Ordinal)];
        var truth = new DemoTruth { Offices = offices.Count };
        foreach (IGrouping<string, (int Line, string[] Offices, int Block, string Source)> own in rows.GroupBy(row => row.Offices[0], StringComparer.Ordinal))
        {
            int office = offices.IndexOf(own.Key) + 1;
            Dictionary<int, string> journal = Journal(demo, office);
            foreach (var source in own.Where(row => row.Block is >= 0 and < Blocks).GroupBy(row => (row.Source, Year: row.Block / 13)))
            {
                HashSet<int> counted = [.. source.Select(row => row.Block).Distinct().Order().Take(BlocksOfASourceAndYear)];
                foreach (var row in source.Where(row => counted.Contains(row.Block) && journal[row.Line] != withdrawnInTime))
                {
                    truth.Of(office, row.Block).Add(journal[row.Line]);
                }
            }
        }

        return truth;
    }

    /// <summary>The records of an organisation, from 1, that entered a period, from 0.</summary>
    public HashSet<string> Of(int office, int block) =>
        entered.TryGetValue((office, block), out HashSet<string>? records) ? records : entered[(office, block)] = new(StringComparer.Ordinal);

    // Lines are `<digest of the file> <line of the row> <record> accepted`.
    private static Dictionary<int, string> Journal(string demo, int office) => File
        .ReadAllLines(Path.Combine(demo, "organisations", office.ToString("D3", CultureInfo.InvariantCulture), "journal"))
        .Select(line => line.Split(' '))
        .ToDictionary(parts => int.Parse(parts[1], CultureInfo.InvariantCulture), parts => parts[2]);

    private static IEnumerable<(int Line, string[] Offices, int Block, string Source)> Rows()
    {
        List<(int Line, List<string> Fields)> all = [.. Fields(File.ReadAllText(Path.Combine(Repository.Root, "samples", "ged-car-2012-2014.csv")))];
        List<string> names = all[0].Fields;
        (int office, int start, int original, int article) = (names.IndexOf("source_office"), names.IndexOf("date_start"), names.IndexOf("source_original"), names.IndexOf("source_article"));
        foreach ((int line, List<string> fields) in all.Skip(1))
        {
            string[] parts = fields[office].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            int days = DateOnly.ParseExact(fields[start][..10], "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber - FirstDay.DayNumber;
            yield return (line, parts.Length > 0 ? parts : ["unattributed"], (int)Math.Floor(days / 28.0), fields[original].Length > 0 ? fields[original] : fields[article]);
        }
    }

    // RFC 4180: quotes are doubled inside quotes, where commas and line ends are text.
    private static IEnumerable<(int Line, List<string> Fields)> Fields(string text)
    {
        (int line, int begun) = (1, 1);
        List<string> fields = [];
        StringBuilder field = new();
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char one = text[i];
            line += one == '\n' ? 1 : 0;
            if (quoted && one == '"' && i + 1 < text.Length && text[i + 1] == '"')
            {
                field.Append('"');
                i++;
            }
            else if (one == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && one is ',' or '\n' && !quoted)
            {
                fields.Add(field.ToString().TrimEnd('\r'));
                field.Clear();
                if (one == '\n')
                {
                    yield return (begun, fields);
                    (fields, begun) = ([], line);
                }
            }
            else
            {
                field.Append(one);
            }
        }
    }
}
