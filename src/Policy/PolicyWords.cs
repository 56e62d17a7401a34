using System.Globalization;

namespace Broker.Policy;

/// <summary>Names and days of policies in sentences.</summary>
internal static class PolicyWords
{
    // So many names tell what happened; the rest can be read in the file.
    private const int MostNames = 8;

    internal static string List(IEnumerable<string> names)
    {
        string[] all = [.. names];
        string listed = string.Join(", ", all.Take(MostNames).Select(name => $"`{name}`"));
        return all.Length <= MostNames ? listed : string.Create(CultureInfo.InvariantCulture, $"{listed} and {all.Length - MostNames} more");
    }

    internal static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
