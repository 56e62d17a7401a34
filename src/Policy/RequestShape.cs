namespace Broker.Policy;

/// <summary>
/// Whether the facts of a request can be compared at all. A state written `caf` or an actor written `FPRC` would
/// slip past a forbid that names CAF or fprc, so a request that holds one is not evaluated but refused.
/// </summary>
internal static class RequestShape
{
    /// <summary>The names of the request that the policy holds too are not looked at again: its reader lets in names only.</summary>
    internal static bool IsWellFormed(PolicyRequest request, CompiledNames names, int tier, int purpose) =>
        request.Requester is { } requester
        && (tier >= 0 || PolicyVocabulary.IsName(request.Tier))
        && (purpose >= 0 || PolicyVocabulary.IsName(request.Purpose))
        && (requester.State is null || PolicyVocabulary.IsState(requester.State))
        && (requester.Organisation is null || names.IsName(requester.Organisation))
        && (requester.Role is null || names.IsName(requester.Role))
        && requester.Actors is { } actors
        && AreNames(actors, names);

    private static bool AreNames(IReadOnlyList<string> actors, CompiledNames names)
    {
        for (int i = 0; i < actors.Count; i++)
        {
            if (!names.IsName(actors[i]))
            {
                return false;
            }
        }

        return true;
    }
}
