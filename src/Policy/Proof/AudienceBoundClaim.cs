namespace Broker.Policy.Proof;

internal sealed class AudienceBoundClaim(AudienceBound bound)
    : PolicyClaim($"{ProofIds.AudienceAtMost} {bound.Tier}", $"tier `{bound.Tier}` is permitted at most to {Named(bound)}")
{
    internal override string? BrokenBy(PolicyRequest permitted)
    {
        Requester requester = permitted.Requester;
        bool isNamed = bound.States.Any(state => state == requester.State) || bound.Organisations.Any(name => name == requester.Organisation);
        bool hasRole = bound.Role is null || bound.Role == requester.Role;
        return permitted.Tier != bound.Tier || (isNamed && hasRole) ? null : "whom the bound of the tier does not name";
    }

    private static string Named(AudienceBound bound)
    {
        string[] names = [.. bound.States, .. bound.Organisations];
        string who = names.Length == 0 ? "nobody" : PolicyWords.List(names);
        return bound.Role is { } role && names.Length > 0 ? $"{who} in role `{role}`" : who;
    }
}
