using Broker.Gateway.Http;

namespace Broker.Gateway.Pages;

/// <summary>Entries of the log whose lines anyone may read, in a sentence; the entry's own text stands beside it.</summary>
internal static class EntryWords
{
    private const string PolicyRevision = "policy-revision";
    private const string None = "none";

    /// <summary>The word between origin and version in the first line, <c>&lt;origin&gt;/&lt;kind&gt;/v&lt;n&gt;</c>; empty for another form.</summary>
    public static string KindOf(string text)
    {
        var parts = text.Split('\n', 2)[0].Split('/');
        return parts.Length >= 3 ? parts[^2] : "";
    }

    /// <summary>The sentence; null for a kind whose text says all that there is to say, and for lines of another form.</summary>
    public static string? Of(string text)
    {
        string[][] lines = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(' '))];
        return KindOf(text) == PolicyRevision
            && lines is [["country", var country], ["revision", var revision], ["replaces", var replaces], ["officer", var first, _], ["officer", var second, _]]
            && Names.IsCountry(country) && Names.IsRevision(revision) && (replaces == None || Names.IsRevision(replaces)) && Names.IsAccount(first) && Names.IsAccount(second)
            ? $"The sharing policy of {country} came into force as revision {revision}, {(replaces == None ? "the country’s first" : $"in place of {replaces}")}, signed by the policy officers {first} and {second}."
            : null;
    }
}
