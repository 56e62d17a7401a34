namespace Broker.Policy.Proof;

/// <summary>
/// A request in words. Only for requests of the tools' own making or of the log, on an officer's machine: what the broker answers to a
/// requester never repeats the request.
/// </summary>
public static class RequestWords
{
    /// <summary>Who asks: <c>a requester of state `LUX`, in role `delegate`, affiliated with `fprc`</c>.</summary>
    public static string Of(Requester requester)
    {
        ArgumentNullException.ThrowIfNull(requester);
        string party = (requester.State, requester.Organisation) switch
        {
            (null, null) => "a requester of no state and no organisation",
            ({ } state, null) => $"a requester of state `{state}`",
            (null, { } organisation) => $"a requester of organisation `{organisation}`",
            var (state, organisation) => $"a requester of both state `{state}` and organisation `{organisation}`",
        };
        string role = requester.Role is { } held ? $", in role `{held}`" : string.Empty;
        string actors = requester.Actors.Count > 0 ? $", affiliated with {PolicyWords.List(requester.Actors)}" : string.Empty;
        return party + role + actors;
    }

    /// <summary>The whole request: who, then <c>: tier `x` for `y` on 2014-02-24</c>.</summary>
    public static string Of(PolicyRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return $"{Of(request.Requester)}: {Asked(request)}";
    }

    internal static string Asked(PolicyRequest request) => $"tier `{request.Tier}` for `{request.Purpose}` on {PolicyWords.Day(request.On)}";
}
