using System.Collections.Frozen;

namespace Broker.Cli;

/// <summary>Why the broker did not take a package, in one plain sentence a code.</summary>
/// <remarks>The codes are those of the package's reader, of the observation's reader and of the silo's intake; a test goes over all of them.</remarks>
internal static class DepositCodeWords
{
    private const string Damaged = "the package is damaged; make it again";

    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["framing"] = Damaged,
        ["too-large"] = "a part of the package is larger than a deposit may be",
        ["manifest-malformed"] = "the package's manifest is malformed",
        ["manifest-signature"] = "the manifest is not signed by the key that this depositor is enrolled with",
        ["head-malformed"] = "the head of the package is malformed",
        ["wrong-origin"] = "the package was sealed for another broker",
        ["wrong-depositor"] = "the package was sealed by another depositor",
        ["unknown-schema"] = "this broker does not know the form of the package; a newer tool may have made it",
        ["unknown-suite"] = "this broker does not know the cipher suite of the package",
        ["unknown-epoch"] = "the package was sealed to a key that the broker no longer holds or never held; fetch the key again and seal anew",
        ["caveats-digest"] = "the caveats are not those that the manifest names",
        ["observation-digest"] = "the observation is not the one that the manifest names",
        ["source-digest"] = "the source part is not the one that the manifest names",
        ["source-envelope"] = "the source part is not sealed as an age file",
        ["open-failed"] = "the observation does not open with the broker's key",
        ["commit-mismatch"] = "the observation is not the one that the package commits to",
        ["padding"] = "the observation is not padded as it must be",
        ["caveats-malformed"] = "the caveats are malformed",
        ["caveats-unknown-tier"] = "the caveats name a tier that the sharing policy in force does not have",
        ["country-without-policy"] = "no sharing policy is in force for the record's country",
        ["record-exists"] = "another package was deposited under this record id",
        ["record-withdrawn"] = "this record was withdrawn; deposit it under a new record id if it is to count again",
        ["record-expired"] = "the retention of this record has passed and it was shredded; deposit it under a new record id if it is to count again",
        ["observation-too-large"] = "the observation is larger than it may be",
        ["observation-not-ascii"] = "the observation holds characters beyond ASCII",
        ["observation-format"] = "the observation does not begin as its form demands",
        ["observation-line"] = "a line of the observation is missing, doubled or out of order",
        ["observation-trailing-bytes"] = "something follows the end of the observation",
        ["observation-record"] = "the observation is of another record than the package",
        ["observation-country"] = "the observation's country is not a country code",
        ["observation-kind"] = "the observation's kind of event is not in the vocabulary",
        ["observation-actor"] = "the observation's actor is not a code of the vocabulary",
        ["observation-role"] = "the observation's role of an actor is not in the vocabulary",
        ["observation-affiliation"] = "the observation's affiliation of an actor is not a country code",
        ["observation-place"] = "the observation's place is not a place code of its country",
        ["observation-unknown-place"] = "the observation's place is not in the broker's reference data",
        ["observation-interval"] = "the observation's first and last day are malformed or in the wrong order",
        ["observation-precision"] = "the observation's precision does not fit its interval",
        ["observation-count-range"] = "the observation's counts are malformed or in the wrong order",
        ["observation-risk-factors"] = "the observation's risk factors are not in the vocabulary",
        ["observation-credibility"] = "the observation's credibility is not in the vocabulary",
        ["observation-channel"] = "the observation's channel is not in the vocabulary",
        ["observation-source-tag"] = "the observation's source tag is malformed",
        ["observation-community-tag"] = "the observation's community tag is malformed",
        ["observation-summary-digest"] = "the observation's digest of a summary is malformed",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Codes => Words.Keys;

    /// <summary>The sentence; for a code that this tool does not know, the code itself.</summary>
    public static string Of(string code) => Words.GetValueOrDefault(code, $"the broker did not take it, with the code `{code}`");
}
