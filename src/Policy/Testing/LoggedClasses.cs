using System.Globalization;
using Broker.Policy.Proof;

namespace Broker.Policy.Testing;

/// <summary>Finds the class that a logged request is in: names that no decision tells apart count as one, and so do the days between two dates of the policies.</summary>
internal sealed class LoggedClasses(RequestClasses classes)
{
    internal string Of(PolicyRequest request)
    {
        Requester requester = request.Requester;
        string[] facts =
        [
            In(classes.States, requester.State), In(classes.Organisations, requester.Organisation), In(classes.Roles, requester.Role),
            string.Join(',', requester.Actors.Select(actor => In(classes.Actors, actor)).Distinct().Order(StringComparer.Ordinal)),
            In(classes.Tiers, request.Tier), In(classes.Purposes, request.Purpose),
            classes.Days.Index().First(day => request.On <= day.Item.Last).Index.ToString(CultureInfo.InvariantCulture),
        ];
        return string.Join(' ', facts);
    }

    private static string In(IReadOnlyList<FactClass> known, string? name)
    {
        int index = name is null ? -1 : known.Index().Where(c => c.Item.Members.Contains(name)).Select(c => c.Index).FirstOrDefault(known.Count);
        return index.ToString(CultureInfo.InvariantCulture);
    }
}
