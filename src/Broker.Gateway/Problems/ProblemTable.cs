using System.Collections.Frozen;

namespace Broker.Gateway.Problems;

/// <summary>
/// The one table of problem codes. docs/problems.md is its catalogue and a test compares the two. A code that is not here
/// can only come from a newer silo and is shown as <see cref="Unknown"/>, with the code itself.
/// </summary>
internal static class ProblemTable
{
    public const string Unauthorised = "unauthorised";
    public const string ForbiddenRole = "forbidden-role";
    public const string Refused = "refused";
    public const string UnknownRecord = "unknown-record";
    public const string NoPolicy = "no-policy";
    public const string NotYet = "not-yet";
    public const string Malformed = "malformed";
    public const string DigestMismatch = "digest-mismatch";
    public const string Conflict = "conflict";
    public const string NotSimulated = "not-simulated";
    public const string UnknownRevision = "unknown-revision";
    public const string Superseded = "superseded";
    public const string StaleApproval = "stale-approval";
    public const string TooManyDepositors = "too-many-depositors";
    public const string UnknownCountry = "unknown-country";
    public const string PolicyRejected = "policy-rejected";
    public const string PackagesRefused = "packages-refused";
    public const string VaultExists = "vault-exists";
    public const string Uninitialised = "uninitialised";
    public const string ShareMalformed = "share-malformed";
    public const string ShareForeign = "share-foreign";
    public const string ShareRepeated = "share-repeated";
    public const string ShareNotAsked = "share-not-asked";
    public const string VaultDamaged = "vault-damaged";
    public const string EpochNote = "epoch-note";
    public const string EpochCurrent = "epoch-current";
    public const string UnknownEpoch = "unknown-epoch";
    public const string InboxNotEmpty = "inbox-not-empty";
    public const string InboxFull = "inbox-full";
    public const string StorageFull = "storage-full";
    public const string UnknownEmergency = "unknown-emergency";
    public const string OnePerson = "one-person";
    public const string EmergencyRevision = "emergency-revision";
    public const string EmergencyLate = "emergency-late";
    public const string EmergencySpent = "emergency-spent";
    public const string ConsentRevision = "consent-revision";
    public const string ConsentStale = "consent-stale";
    public const string TooLarge = "too-large";
    public const string TooManyRequests = "too-many-requests";
    public const string Sealed = "sealed";
    public const string Unavailable = "unavailable";
    public const string Busy = "busy";
    public const string AwaitingWitnesses = "awaiting-witnesses";
    public const string NotFound = "not-found";
    public const string MethodNotAllowed = "method-not-allowed";
    public const string UnsupportedMediaType = "unsupported-media-type";
    public const string UnknownHost = "unknown-host";
    public const string Internal = "internal";

    private const string NothingChanged = "Nothing was changed and nothing was kept.";
    private const string RecordsStaySealed = "Deposits that have a receipt are kept, sealed.";
    private const string VaultAsBefore = "The vault is as it was; shares that were given before still count.";
    private const string NoEmergency = "Nothing was put in force; weeks are measured as the calendar says.";
    private const string ConsentsStand = "What you agreed to before stands as it was.";
    private const string FixAndSend = "Put it right and send it again; the tools of the broker write this form.";

    /// <summary>For a code that this gateway does not know.</summary>
    public static ProblemKind Unknown { get; } =
        new("unknown", 422, "The silo refused this for a reason that this gateway has no page for.", NothingChanged, "Give the code and the reference number to the operator.");

    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        new(Malformed, 400, "The request is not of the form that this route takes.", NothingChanged, FixAndSend),
        new(DigestMismatch, 400, "The body is not the one whose digest was signed.", "Nothing was changed; the damaged body was dropped.", "Send it again; if it happens twice, something between you and the broker changes what you send."),
        new(Unauthorised, 401, "The signature does not open this route.", NothingChanged, "Check which key signs, that the account is enrolled and that the clock of your machine is right; then sign again."),
        new(ForbiddenRole, 403, "Your role does not open this route.", NothingChanged, "Ask a person who holds the role, or the operator if your role is wrong."),
        new(Refused, 403, "The sharing policy does not allow this.", "Nothing was delivered; the refusal is an entry of the disclosure log.", "Read the policy in force; ask within it, or ask a policy officer why the rule stands."),
        new(NotFound, 404, "There is nothing at this address.", NothingChanged, "Check the address, or start from the first page."),
        new(UnknownRecord, 404, "You have no record of this name.", NothingChanged, "Look at the status of your own records, and check the name against its receipt."),
        new(NoPolicy, 404, "No sharing policy is in force for this country.", "Nothing was delivered and nothing was logged.", "Check the country's code; without a policy that two officers approved, nothing about a country is taken or leaves."),
        new(NotYet, 404, "This is not out yet.", "Nothing was delivered. When a release comes out depends on the calendar alone, never on what was reported.", "Come back on the date that the public calendar gives."),
        new(UnknownEpoch, 404, "The vault has no epoch of this name.", "Nothing was changed and no key was destroyed.", "Look at the epochs that broker vault status lists."),
        new(UnknownEmergency, 404, "There is no such proposal of an emergency plan.", NoEmergency, "Look at broker release emergency status for the open proposals; a proposal whose first week is over, or whose policy was replaced, is forgotten."),
        new(MethodNotAllowed, 405, "This address does not take that method.", NothingChanged, "Use the method that the Allow header field names."),
        new(Conflict, 409, "This contradicts what was accepted before.", "What was accepted first stands, unchanged.", "Look at the status of what you sent before; use a new idempotency key for a new batch."),
        new(NotSimulated, 409, "The calendar runs on real time and can't be moved.", NothingChanged, "Wait for the date; only a simulated calendar can be advanced."),
        new(UnknownRevision, 409, "No such revision was proposed.", "The policy in force stands.", "Propose the file first, then approve the revision that the answer names."),
        new(Superseded, 409, "This revision was in force once and is not any more.", "The policy in force stands.", "Issue it again as a new file to return to it: one change in the file makes a new revision, which two officers approve."),
        new(StaleApproval, 409, "This approval was signed before another revision came into force.", "The policy in force stands; the approval is void.", "Read what is in force now, and sign again if the file is still to replace it."),
        new(TooManyDepositors, 409, "This instance has as many depositors as a release entry has slots for.", "Nobody was enrolled; the depositors that there are stay enrolled.", "Ask the operator: a further depositor needs a broker instance of its own."),
        new(VaultExists, 409, "This silo has a vault already.", "The vault and its shares are as they were.", "Fetch the issued shares with broker vault issued if they never arrived; otherwise unseal the vault, or share its key anew by a rekey."),
        new(Uninitialised, 409, "This silo has no vault yet.", "Nothing was changed and nothing was kept.", "The operator makes one with broker vault init."),
        new(ShareRepeated, 409, "This custodian has given already.", VaultAsBefore, "Wait for the other custodians; broker vault status says who is missing."),
        new(ShareNotAsked, 409, "Nothing waits for shares with this purpose.", "The share was dropped and the vault is as it was.", "Look at broker vault status for what it asks; shares that were given are forgotten after 15 minutes."),
        new(EpochCurrent, 409, "This epoch is the current one, so its keys are needed.", "Nothing was changed and no key was destroyed.", "Rotate, have the new epoch signed, install it, and end this one then."),
        new(InboxNotEmpty, 409, "The inbox still holds deposits that are sealed to this epoch.", "Nothing was changed and no key was destroyed.", "Wait until the inbox is empty, as broker vault status says, and ask again."),
        new(OnePerson, 409, "This takes two people.", "Nothing was put in force; what was in force before stands.", "Have another person sign it with a key of their own: a sharing policy takes two policy officers, an emergency plan an officer and an auditor."),
        new(EmergencyRevision, 409, "The emergency plan does not belong to the sharing policy in force.", NoEmergency, "Read the policy in force and propose the weeks again under its revision; some tier of it has to see a table of a week."),
        new(EmergencyLate, 409, "A week of the emergency plan is over.", NoEmergency, "Propose weeks that end in the future: nothing is chosen after its records came in."),
        new(EmergencySpent, 409, "The country has had its weeks of emergency.", NoEmergency, "At most four weeks in any 52 cost sources so much; wait, or propose fewer weeks."),
        new(ConsentRevision, 409, "The consent does not agree to the sharing policy in force, or is about one that never was.", ConsentsStand, "Look at broker consent show again: officers may have put another revision in force since you read it."),
        new(ConsentStale, 409, "The consent does not follow your last one about these records.", ConsentsStand, "Look at broker consent show for what stands now, and sign again if you still want to; a note is good for one time only."),
        new(TooLarge, 413, "The body is longer than this route takes.", "Nothing of it was kept.", "Send less at once; deposits can be split into smaller batches."),
        new(UnsupportedMediaType, 415, "This route does not take that type of body.", NothingChanged, FixAndSend),
        new(UnknownHost, 421, "This host name is not one that the gateway answers for.", NothingChanged, "Use the address that the operator gave you."),
        new(PolicyRejected, 422, "The sharing policy has faults.", "The policy in force stands.", "Mend the lines that are named and check the file with broker policy lint."),
        new(PackagesRefused, 422, "No package of the batch was accepted.", "Nothing of the batch was kept; what was deposited before stands.", "Each detail gives a package's number, its record and the code of its refusal; seal those records anew with the depositor's tool."),
        new(ShareMalformed, 422, "This is not a share that was sealed to this silo key and for this purpose.", VaultAsBefore, "Ask the person at the silo's console for the fingerprint, then give the share again with the broker tool; after a restart or a seal the silo has a new key."),
        new(ShareForeign, 422, "This share is not one of this vault.", VaultAsBefore, "Look for the share that was issued last: a rekey makes the earlier ones worthless, and a mistake in a word makes another share."),
        new(EpochNote, 422, "This is not the newest epoch's key, signed by this broker's identity.", "Depositors go on sealing to the epoch that was installed before.", "Fetch the text with broker vault epoch, sign it offline with broker identity sign, and install that note."),
        new(UnknownCountry, 422, "This broker has no reference data for the country.", NothingChanged, "Check the country's code; the operator installs the reference data of a country."),
        new(TooManyRequests, 429, "This account asks for more than it may at once.", RecordsStaySealed + " This request was not begun.", "Wait for as long as the answer says and go on more slowly; deposits in batches count as one request each.", 1),
        new(Internal, 500, "Something failed on our side.", RecordsStaySealed + " What has no receipt counts as not sent.", "Send it again with the same idempotency key; if it stays, give the reference number to the operator."),
        new(VaultDamaged, 500, "The quorum is complete, but the key ring does not open or is an older one.", "Nothing was changed and the vault stays sealed; the shares that were given are forgotten.", "Stop the silo, put back the newest files vault and key-ring of the data folder, and unseal again."),
        new(Sealed, 503, "The vault is sealed, so nothing can be opened.", RecordsStaySealed, "Keep what you have and try again later; the operator sees the same state.", 60),
        new(Unavailable, 503, "The silo or its store does not answer at the moment.", RecordsStaySealed + " What has no receipt counts as not sent.", "Try again in a few seconds; sending a batch twice with the same idempotency key stores it once.", 2),
        new(Busy, 503, "The broker has more to do than it can take at once.", RecordsStaySealed + " This request was not begun.", "Try again in a few seconds.", 5),
        new(AwaitingWitnesses, 503, "Not enough witnesses have cosigned the log yet, so nothing leaves.", "The entry is in the disclosure log, durable; nothing left the broker.", "Ask the same again: with the same request id it stays one entry. The broker's status page says which witness is waited for.", 5),
        new(InboxFull, 507, "The vault is sealed, and its inbox has no room for more.", RecordsStaySealed + " This batch was not kept.", "Leave the batch in your outbox and send it again once the vault is unsealed."),
        new(StorageFull, 507, "The broker's disk is full.", RecordsStaySealed + " What has no receipt counts as not sent.", "Keep what you have and send it again later with the same idempotency key; the operator makes room, and the broker goes on by itself."),
    ];

    private static readonly FrozenDictionary<string, ProblemKind> ByCode = All.ToFrozenDictionary(kind => kind.Code, StringComparer.Ordinal);

    public static ProblemKind Of(string code) => ByCode.GetValueOrDefault(code, Unknown);

    /// <summary>The code for a status that the framework set by itself, as an unknown route.</summary>
    public static string CodeOf(int status) => status switch
    {
        404 => NotFound,
        405 => MethodNotAllowed,
        413 => TooLarge,
        415 => UnsupportedMediaType,
        >= 500 => Internal,
        _ => Malformed,
    };
}
