namespace Broker.Sealing;

/// <summary>The texts of <see cref="DepositRefusal"/>.</summary>
public static class DepositRefusals
{
    /// <summary>The stable code, for example <c>manifest-signature</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a member of the list.</exception>
    public static string Code(DepositRefusal refusal) => refusal switch
    {
        DepositRefusal.Framing => "framing",
        DepositRefusal.TooLarge => "too-large",
        DepositRefusal.ManifestMalformed => "manifest-malformed",
        DepositRefusal.ManifestSignature => "manifest-signature",
        DepositRefusal.HeadMalformed => "head-malformed",
        DepositRefusal.WrongOrigin => "wrong-origin",
        DepositRefusal.WrongDepositor => "wrong-depositor",
        DepositRefusal.UnknownSchema => "unknown-schema",
        DepositRefusal.UnknownSuite => "unknown-suite",
        DepositRefusal.UnknownEpoch => "unknown-epoch",
        DepositRefusal.CaveatsDigest => "caveats-digest",
        DepositRefusal.ObservationDigest => "observation-digest",
        DepositRefusal.SourceDigest => "source-digest",
        DepositRefusal.SourceEnvelope => "source-envelope",
        DepositRefusal.OpenFailed => "open-failed",
        DepositRefusal.CommitMismatch => "commit-mismatch",
        DepositRefusal.Padding => "padding",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "no such refusal"),
    };
}
