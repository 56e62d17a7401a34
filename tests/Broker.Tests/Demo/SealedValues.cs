using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsvHelper;
using CsvHelper.Configuration;

namespace Broker.Tests.Demo;

/// <summary>The values of the sealed columns of the demo's records, and a search for them in any file.</summary>
/// <remarks>
/// A value of six bytes or more is searched anywhere, as UTF-8, UTF-16, hexadecimal and base64 at each of its three alignments.
/// A shorter one is in any random ciphertext by chance: it is searched as a whole word in text files only, outside of runs of base64.
/// Names of the country and of its first-order areas are public vocabulary: each briefing names all of them, whatever the records say.
/// </remarks>
internal sealed partial class SealedValues
{
    private const int ShortestAnywhere = 6;

    private static readonly string[] Columns = ["source_original", "where_description", "latitude", "longitude"];

    private readonly SearchValues<string> anywhere;
    private readonly HashSet<string> words = new(StringComparer.Ordinal);

    private SealedValues(IEnumerable<string> values)
    {
        var patterns = new HashSet<string>(StringComparer.Ordinal);
        foreach (string value in values)
        {
            if (Encoding.UTF8.GetByteCount(value) < ShortestAnywhere)
            {
                words.Add(value);
            }
            else
            {
                patterns.UnionWith(Encodings(value));
            }
        }

        Count = patterns.Count;
        anywhere = SearchValues.Create([.. patterns], StringComparison.Ordinal);
    }

    /// <summary>How many byte patterns are searched.</summary>
    public int Count { get; }

    public static SealedValues OfTheSamples() => new(Read());

    /// <summary>A scan of planted values, to test the search itself.</summary>
    public static SealedValues Of(params string[] values) => new(values);

    /// <summary>Whether a file holds a value; never which.</summary>
    public bool AreIn(byte[] content)
    {
        string bytes = Encoding.Latin1.GetString(content);
        return bytes.AsSpan().ContainsAny(anywhere) || (IsText(content) && HasWord(Base64Run().Replace(Encoding.UTF8.GetString(content), " ")));
    }

    /// <summary>The byte patterns of a value, each byte as one character.</summary>
    public static IEnumerable<string> Encodings(string value)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(value);
        yield return Encoding.Latin1.GetString(utf8);
        yield return Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(value));
        yield return Convert.ToHexStringLower(utf8);
        yield return Convert.ToHexString(utf8);
        for (int shift = 0; shift < 3; shift++)
        {
            // The characters that depend on the value's bytes alone: the first ones mix with what came before, the last with what follows.
            string text = Convert.ToBase64String([.. new byte[shift], .. utf8]);
            int skip = shift == 0 ? 0 : shift + 1;
            int length = ((shift + utf8.Length) * 8 / 6) - skip;
            yield return text.Substring(skip, length);
        }
    }

    // Keys, signatures and hashes: 40 characters or more in a row.
    [GeneratedRegex("[A-Za-z0-9+/]{40,}={0,2}")]
    private static partial Regex Base64Run();

    private bool HasWord(string text)
    {
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || !(char.IsLetterOrDigit(text[i]) || (text[i] == '.' && i > start && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]) && char.IsAsciiDigit(text[i - 1]))))
            {
                if (i > start && words.Contains(text[start..i]))
                {
                    return true;
                }

                start = i + 1;
            }
        }

        return false;
    }

    private static bool IsText(byte[] content) => !content.Contains((byte)0) && System.Text.Unicode.Utf8.IsValid(content);

    private static HashSet<string> Read()
    {
        HashSet<string> publicNames =
        [
            .. Table("pcodes-CAF.csv", ["name_ascii", "name_fr"], row => row["level"] == "1"),
            .. Table("ged-car-2012-2014.csv", ["country", "adm_1"], _ => true),
        ];
        var values = new HashSet<string>(Table("ged-car-2012-2014.csv", Columns, _ => true), StringComparer.Ordinal);
        values.ExceptWith(publicNames);
        return values;
    }

    private static List<string> Table(string file, string[] columns, Func<Dictionary<string, string>, bool> where)
    {
        using var reader = new StreamReader(Path.Combine(Repository.Root, "samples", file));
        using var csv = new CsvReader(reader, new CsvConfiguration(CultureInfo.InvariantCulture));
        var values = new List<string>();
        csv.Read();
        csv.ReadHeader();
        while (csv.Read())
        {
            Dictionary<string, string> row = csv.HeaderRecord!.ToDictionary(column => column, column => csv.GetField(column) ?? "", StringComparer.Ordinal);
            if (where(row))
            {
                values.AddRange(columns.Select(column => row[column].Trim()).Where(value => value.Length > 0));
            }
        }

        return values;
    }
}
