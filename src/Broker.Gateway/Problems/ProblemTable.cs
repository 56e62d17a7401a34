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
    public const string TooManyDepositors = "too-many-depositors";
    public const string UnknownCountry = "unknown-country";
    public const string PolicyRejected = "policy-rejected";
    public const string PackagesRefused = "packages-refused";
    public const string TooLarge = "too-large";
    public const string Sealed = "sealed";
    public const string Unavailable = "unavailable";
    public const string Busy = "busy";
    public const string NotFound = "not-found";
    public const string MethodNotAllowed = "method-not-allowed";
    public const string UnsupportedMediaType = "unsupported-media-type";
    public const string UnknownHost = "unknown-host";
    public const string Internal = "internal";

    private const string NothingChanged = "Nothing was changed and nothing was kept.";
    private const string RecordsStaySealed = "Deposits that have a receipt are kept, sealed.";
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
        new(MethodNotAllowed, 405, "This address does not take that method.", NothingChanged, "Use the method that the Allow header field names."),
        new(Conflict, 409, "This contradicts what was accepted before.", "What was accepted first stands, unchanged.", "Look at the status of what you sent before; use a new idempotency key for a new batch."),
        new(NotSimulated, 409, "The calendar runs on real time and can't be moved.", NothingChanged, "Wait for the date; only a simulated calendar can be advanced."),
        new(UnknownRevision, 409, "No such revision was proposed.", "The policy in force stands.", "Propose the file first, then approve the revision that the answer names."),
        new(Superseded, 409, "This revision was in force once and is not any more.", "The policy in force stands.", "Issue it again as a new file to return to it: one change in the file makes a new revision, which two officers approve."),
        new(TooManyDepositors, 409, "This instance has as many depositors as a release entry has slots for.", "Nobody was enrolled; the depositors that there are stay enrolled.", "Ask the operator: a further depositor needs a broker instance of its own."),
        new(TooLarge, 413, "The body is longer than this route takes.", "Nothing of it was kept.", "Send less at once; deposits can be split into smaller batches."),
        new(UnsupportedMediaType, 415, "This route does not take that type of body.", NothingChanged, FixAndSend),
        new(UnknownHost, 421, "This host name is not one that the gateway answers for.", NothingChanged, "Use the address that the operator gave you."),
        new(PolicyRejected, 422, "The sharing policy has faults.", "The policy in force stands.", "Mend the lines that are named and check the file with broker policy lint."),
        new(PackagesRefused, 422, "No package of the batch was accepted.", "Nothing of the batch was kept; what was deposited before stands.", "Each detail gives a package's number, its record and the code of its refusal; seal those records anew with the depositor's tool."),
        new(UnknownCountry, 422, "This broker has no reference data for the country.", NothingChanged, "Check the country's code; the operator installs the reference data of a country."),
        new(Internal, 500, "Something failed on our side.", RecordsStaySealed + " What has no receipt counts as not sent.", "Send it again with the same idempotency key; if it stays, give the reference number to the operator."),
        new(Sealed, 503, "The vault is sealed, so nothing can be opened.", RecordsStaySealed, "Keep what you have and try again later; the operator sees the same state.", 60),
        new(Unavailable, 503, "The silo does not answer at the moment.", RecordsStaySealed + " What has no receipt counts as not sent.", "Try again in a few seconds; sending a batch twice with the same idempotency key stores it once.", 2),
        new(Busy, 503, "The broker has more to do than it can take at once.", RecordsStaySealed + " This request was not begun.", "Try again in a few seconds.", 5),
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
