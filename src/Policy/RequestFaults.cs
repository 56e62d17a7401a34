namespace Broker.Policy;

/// <summary>Which facts of a request are not well formed, as the evaluator asks for them.</summary>
internal static class RequestFaults
{
    /// <summary>Their names: <c>state</c>, <c>organisation</c>, <c>role</c>, <c>actors</c>, <c>tier</c>, <c>purpose</c>.</summary>
    internal static IReadOnlyList<string> Of(PolicyRequest request)
    {
        Requester requester = request.Requester;
        var found = new List<string>();
        Look("state", requester.State is null || PolicyVocabulary.IsState(requester.State));
        Look("organisation", requester.Organisation is null || PolicyVocabulary.IsName(requester.Organisation));
        Look("role", requester.Role is null || PolicyVocabulary.IsName(requester.Role));
        Look("actors", requester.Actors is { } actors && actors.All(PolicyVocabulary.IsName));
        Look("tier", PolicyVocabulary.IsName(request.Tier));
        Look("purpose", PolicyVocabulary.IsName(request.Purpose));
        return found;

        void Look(string fact, bool isWellFormed)
        {
            if (!isWellFormed)
            {
                found.Add(fact);
            }
        }
    }
}
