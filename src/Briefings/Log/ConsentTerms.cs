namespace Broker.Briefings;

/// <summary>
/// What a depositor agrees to: that its records that were deposited under one revision of a country's sharing policy are treated as if they had been
/// deposited under another one. Its own revision in the place of the other takes an earlier consent back.
/// </summary>
/// <remarks>References: docs/specs/sharing-policy.md ("Consent").</remarks>
/// <param name="Country">ISO 3166-1 alpha-3.</param>
/// <param name="From">SHA-256 of the sharing policy that the records were deposited under.</param>
/// <param name="To">SHA-256 of the one that they are treated as deposited under; <paramref name="From"/> for a revocation.</param>
/// <param name="After">
/// Index in the log of this depositor's last consent for the same country and revision, null when there is none: a note is good for one place in the row
/// of consents, so that an earlier one that is sent again changes nothing.
/// </param>
public sealed record ConsentTerms(string Country, Sha256Digest From, Sha256Digest To, long? After)
{
    /// <summary><see cref="AfterText"/> of a first consent.</summary>
    public const string None = "none";

    /// <summary>Whether an earlier consent is taken back.</summary>
    public bool IsRevocation => From == To;

    /// <summary><see cref="After"/> as texts carry it: a number or <c>none</c>.</summary>
    public string AfterText => After is { } entry ? Ascii.Number(entry) : None;

    /// <summary>Reads the values as texts carry them; false for any other spelling.</summary>
    public static bool TryRead(string country, string from, string to, string after, out ConsentTerms? terms)
    {
        bool ok = Ascii.IsCountry(Ascii.Utf8(country))
            & Sha256Digest.TryParse(Ascii.Utf8(from), out Sha256Digest first)
            & Sha256Digest.TryParse(Ascii.Utf8(to), out Sha256Digest second)
            & TryAfter(Ascii.Utf8(after), out long? entry);
        terms = ok ? new ConsentTerms(country, first, second, entry) : null;
        return ok;
    }

    /// <summary>The text that the depositor signs.</summary>
    /// <param name="domain">The first line: <c>&lt;origin&gt;/consent/v1</c>.</param>
    public string Text(string domain) => $"{domain}\ncountry {Country}\nfrom {From}\nto {To}\nafter {AfterText}\n";

    internal static bool TryAfter(ReadOnlySpan<byte> text, out long? entry)
    {
        bool isNumber = Ascii.TryNumber(text, long.MaxValue, out long number);
        entry = isNumber ? number : null;
        return isNumber || text.SequenceEqual("none"u8);
    }
}
