namespace Broker.Sealing;

/// <summary>
/// The first line of everything that is signed or hashed: <c>&lt;origin&gt;/&lt;use&gt;/v1</c>. It separates uses and
/// instances, so that bytes signed for one never serve another.
/// </summary>
public static class Domains
{
    /// <summary>Every use, for the tests that hold over all of them.</summary>
    public static IReadOnlyList<string> Uses { get; } =
    [
        "deposit", "observation", "commit", "epoch-key", "enrolment", "policy-activation", "emergency-approval", "consent", "deposit-receipt",
        "deposit-commitment", "deposit-dummies", "source", "at-rest", "vault-plan", "vault-share", "vault-give", "inbox", "web-key",
    ];

    /// <summary>Every use of keyed names: what a silo calls its rows by, so that its indexes tell nothing. None is among <see cref="Uses"/>.</summary>
    public static IReadOnlyList<string> NameUses { get; } =
    [
        "account", "commitment-day", "consent-row", "contribution-period", "contribution-record", "expiry-day", "expiry-record", "grain-state", "idempotency-key",
        "internal-calls", "log-key", "opening-owner", "opening-slot", "outbox-country", "outbox-record", "record-owner",
    ];

    /// <summary>The head of a deposit and the signed manifest that starts with it.</summary>
    public static string Deposit(Origin origin) => Of(origin, "deposit");

    /// <summary>The HPKE info of an observation; a line with the epoch id follows.</summary>
    public static string Observation(Origin origin) => Of(origin, "observation");

    /// <summary>The salted commitment to an observation.</summary>
    public static string Commit(Origin origin) => Of(origin, "commit");

    /// <summary>The public key of a vault epoch, signed by the offline identity key.</summary>
    public static string EpochKey(Origin origin) => Of(origin, "epoch-key");

    /// <summary>The enrolment of a member.</summary>
    public static string Enrolment(Origin origin) => Of(origin, "enrolment");

    /// <summary>An officer's signature that activates a sharing policy.</summary>
    public static string PolicyActivation(Origin origin) => Of(origin, "policy-activation");

    /// <summary>The signatures of a policy officer and an auditor on an emergency plan.</summary>
    public static string EmergencyApproval(Origin origin) => Of(origin, "emergency-approval");

    /// <summary>A depositor's signature that records of one revision are treated as deposited under another.</summary>
    public static string Consent(Origin origin) => Of(origin, "consent");

    /// <summary>A deposit receipt, signed by the log key.</summary>
    public static string DepositReceipt(Origin origin) => Of(origin, "deposit-receipt");

    /// <summary>A leaf of a day's tree of deposit commitments.</summary>
    public static string DepositCommitment(Origin origin) => Of(origin, "deposit-commitment");

    /// <summary>The label under which a day's seed gives the dummies of its tree of deposit commitments.</summary>
    public static string DepositDummies(Origin origin) => Of(origin, "deposit-dummies");

    /// <summary>The ledger's key of a source, by HMAC.</summary>
    public static string Source(Origin origin) => Of(origin, "source");

    /// <summary>Associated data of what a silo stores: bound to its place.</summary>
    public static string AtRest(Origin origin) => Of(origin, "at-rest");

    /// <summary>The digest of a plan of custodians.</summary>
    public static string VaultPlan(Origin origin) => Of(origin, "vault-plan");

    /// <summary>The hash of a share's value in the vault file; lines with its group and member number follow.</summary>
    public static string VaultShare(Origin origin) => Of(origin, "vault-share");

    /// <summary>The HPKE info of a share that is given; a line with the silo key's fingerprint follows.</summary>
    public static string VaultGive(Origin origin) => Of(origin, "vault-give");

    /// <summary>The HPKE info of a deposit that waits in the inbox; a line with the epoch id follows.</summary>
    public static string Inbox(Origin origin) => Of(origin, "inbox");

    /// <summary>Associated data of a key ring element of the gateway's DataProtection, wrapped by the silo.</summary>
    public static string WebKey(Origin origin) => Of(origin, "web-key");

    /// <summary>A keyed name, by HMAC.</summary>
    /// <exception cref="ArgumentException">The use is not one of <see cref="NameUses"/>.</exception>
    public static string Name(Origin origin, string use) =>
        NameUses.Contains(use) ? Of(origin, use) : throw Errors.Malformed(nameof(use), "a registered use of keyed names");

    private static string Of(Origin origin, string use) => origin == default
        ? throw Errors.Malformed(nameof(origin), "an origin")
        : $"{origin}/{use}/v1";
}
