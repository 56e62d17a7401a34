namespace Broker.Briefings;

/// <summary>The code words of the small closed vocabularies of <c>observation/1</c>, in the order of their enums.</summary>
internal static class ObservationCodes
{
    public static readonly string[] Roles = ["armed-group", "state-forces", "militia", "civilians", "community"];

    public static readonly string[] Precisions = ["day", "days", "week", "month", "longer"];

    public static readonly string[] Channels = ["witness", "key-informant", "media", "official", "organisation", "unknown"];
}
