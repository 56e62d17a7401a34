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

    /// <summary>The kind for a heading.</summary>
    public static string NameOf(string text) => KindOf(text) is { Length: > 0 } kind ? kind.Replace('-', ' ') : "unknown kind";

    /// <summary>What any entry of its kind says; null for an unknown kind.</summary>
    public static string? Meaning(string text) => KindOf(text) switch
    {
        "release" => "Figures of a period were published to a tier. Each slot is a contributing depositor’s or a dummy; only a depositor finds its own.",
        "refusal" => "A request for a briefing was refused by the sharing policy. Who asked for what is behind the head.",
        "briefing" => "A briefing was delivered to a requester. Who received what is behind the head.",
        "withdrawal" => "A depositor withdrew records. Which depositor and which records is behind the head and is shown to nobody else.",
        "enrolment" => "A member was enrolled. Who it is is behind the head.",
        "consent" => "A depositor agreed to another sharing policy for earlier records, or took that back. Which one is behind the head.",
        PolicyRevision => "Two policy officers put a revision of a country’s sharing policy in force.",
        "vault-event" => "Something happened to the vault’s keys, at the epoch named below.",
        "key-ring" => "The vault’s ring of keys is now of this generation.",
        "epoch-key" => "This public key takes deposits from its epoch on.",
        "deposit-root" => "All deposits of this day are under this root; it does not tell how many there were.",
        "emergency-plan" => "A policy officer and an auditor put a plan of weekly releases in force.",
        _ => null,
    };

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
