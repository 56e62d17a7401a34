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
        "deposit", "observation", "commit", "epoch-key", "enrolment", "receipt", "policy-activation", "policy-revision",
        "release", "refusal", "briefing", "withdrawal", "vault-event", "ring", "commitments", "record", "data-key",
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

    /// <summary>The receipt for a deposit.</summary>
    public static string Receipt(Origin origin) => Of(origin, "receipt");

    /// <summary>An officer's signature that activates a sharing policy.</summary>
    public static string PolicyActivation(Origin origin) => Of(origin, "policy-activation");

    /// <summary>A revision of a sharing policy.</summary>
    public static string PolicyRevision(Origin origin) => Of(origin, "policy-revision");

    /// <summary>A release entry of the disclosure log.</summary>
    public static string Release(Origin origin) => Of(origin, "release");

    /// <summary>A refusal entry of the disclosure log.</summary>
    public static string Refusal(Origin origin) => Of(origin, "refusal");

    /// <summary>A briefing and its delivery entry.</summary>
    public static string Briefing(Origin origin) => Of(origin, "briefing");

    /// <summary>A withdrawal entry of the disclosure log.</summary>
    public static string Withdrawal(Origin origin) => Of(origin, "withdrawal");

    /// <summary>A vault event (unseal, seal, rotation, rekey, custody opening).</summary>
    public static string VaultEvent(Origin origin) => Of(origin, "vault-event");

    /// <summary>A generation of the key ring.</summary>
    public static string Ring(Origin origin) => Of(origin, "ring");

    /// <summary>The daily root of salted deposit commitments.</summary>
    public static string Commitments(Origin origin) => Of(origin, "commitments");

    /// <summary>A record at rest, under its own data key.</summary>
    public static string Record(Origin origin) => Of(origin, "record");

    /// <summary>A record's data key, wrapped under the storage key of its epoch.</summary>
    public static string DataKey(Origin origin) => Of(origin, "data-key");

    private static string Of(Origin origin, string use) => origin == default
        ? throw Errors.Malformed(nameof(origin), "an origin")
        : $"{origin}/{use}/v1";
}
