using Broker.Contracts;

namespace Broker.Silo.Grains;

/// <summary>The refusals that grains give, each with its closed code and its one sentence.</summary>
internal static class Answers
{
    public static Outcome Sealed { get; } = Outcome.Refuse("sealed", "the vault is sealed; nothing can be opened until its custodians unseal it");

    /// <summary>One answer for every reason, so that it does not tell which keys exist.</summary>
    public static Outcome Unauthorised { get; } = Outcome.Refuse("unauthorised", "the request's signature was not accepted");

    public static Outcome ForbiddenRole { get; } = Outcome.Refuse("forbidden-role", "this account's role may not do that");

    public static Outcome AwaitingWitnesses { get; } = Outcome.Refuse(
        "awaiting-witnesses", "the entry is logged and durable, but not enough witnesses have cosigned; nothing left; ask again");

    public static Outcome Malformed(string what) => Outcome.Refuse("malformed", $"the request is not a well-formed {what}");
}
