namespace Broker.Policy.Testing;

/// <summary>A request that was decided before, as the disclosure log knows it: the facts that were decided on, and the answer.</summary>
/// <param name="Entry">Index of its entry in the log, from 0.</param>
/// <param name="Day">The day of the request, UTC.</param>
/// <param name="State">The state that the requester acted for, ISO 3166-1 alpha-3; null for none.</param>
/// <param name="Organisation">The organisation that the requester acted for; null for none.</param>
/// <param name="Role">The requester's role; null for none.</param>
/// <param name="Actors">Armed actors that the requester was affiliated with, sorted by code unit, without doubles, at most 64.</param>
/// <param name="Tier">The tier that was asked for.</param>
/// <param name="Purpose">The purpose that was named.</param>
/// <param name="Country">The country that it was about, ISO 3166-1 alpha-3.</param>
/// <param name="Revision">The revision that decided, 64 lower-case hex digits.</param>
/// <param name="Permitted">The answer.</param>
/// <param name="Rule">The first determining rule, as <c>rule-2</c> or <c>audience-public</c>; null when nothing spoke.</param>
public sealed record LoggedRequest(
    long Entry,
    DateOnly Day,
    string? State,
    string? Organisation,
    string? Role,
    IReadOnlyList<string> Actors,
    string Tier,
    string Purpose,
    string Country,
    string Revision,
    bool Permitted,
    string? Rule)
{
    /// <summary>What a policy is asked when the request is decided again, on its own day.</summary>
    public PolicyRequest ToRequest() => new(new Requester(State, Organisation, Role, Actors), Tier, Purpose, Day);

    /// <summary>Equal when every field is; the actors one by one.</summary>
    public bool Equals(LoggedRequest? other) =>
        other is not null
        && (Entry, Day, State, Organisation, Role, Tier, Purpose) == (other.Entry, other.Day, other.State, other.Organisation, other.Role, other.Tier, other.Purpose)
        && (Country, Revision, Permitted, Rule) == (other.Country, other.Revision, other.Permitted, other.Rule)
        && Actors.SequenceEqual(other.Actors, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Entry, Day, Tier, Purpose, Revision, Permitted);

    /// <summary>The entry's index alone: who asked for what is not for logs and messages.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"logged request {Entry}");
}
