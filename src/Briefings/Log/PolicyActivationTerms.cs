namespace Broker.Briefings;

/// <summary>What two policy officers sign to put a revision of a sharing policy in force.</summary>
/// <remarks>
/// Reference: docs/specs/sharing-policy.md, "Activation". The text names the revision that it replaces, so that a signature given before another
/// one came into force is worth nothing after it.
/// </remarks>
/// <param name="Country">ISO 3166-1 alpha-3.</param>
/// <param name="Revision">SHA-256 of the policy file.</param>
/// <param name="Replaces">The revision in force when it was signed; null for the country's first.</param>
public sealed record PolicyActivationTerms(string Country, Sha256Digest Revision, Sha256Digest? Replaces)
{
    /// <summary>Stands for the revision that a country's first one replaces.</summary>
    public const string None = "none";

    /// <summary>The replaced revision as texts carry it.</summary>
    public string ReplacesText => Replaces is { } digest ? digest.ToString() : None;

    /// <summary>Reads the values as texts carry them; false for any other spelling, and for a revision that would replace itself.</summary>
    public static bool TryRead(string country, string revision, string replaces, out PolicyActivationTerms? terms)
        => TryRead(Ascii.Utf8(country), Ascii.Utf8(revision), Ascii.Utf8(replaces), out terms);

    /// <summary>The text that both sign.</summary>
    /// <param name="domain">The first line: <c>&lt;origin&gt;/policy-activation/v1</c>.</param>
    public string Text(string domain) => $"{domain}\n{Lines}";

    internal string Lines => $"country {Country}\nrevision {Revision}\nreplaces {ReplacesText}\n";

    internal static bool TryRead(ReadOnlySpan<byte> country, ReadOnlySpan<byte> revision, ReadOnlySpan<byte> replaces, out PolicyActivationTerms? terms)
    {
        Sha256Digest before = default;
        bool first = replaces.SequenceEqual("none"u8);
        bool ok = Ascii.IsCountry(country)
            & Sha256Digest.TryParse(revision, out Sha256Digest digest)
            & (first || Sha256Digest.TryParse(replaces, out before));
        terms = ok && (first || before != digest) ? new PolicyActivationTerms(Ascii.Text(country), digest, first ? null : before) : null;
        return terms is not null;
    }
}
