namespace Broker.Policy;

/// <summary>
/// What may be done with a record whose depositor agreed that it is treated as deposited under a later revision than the one that it was deposited
/// under. Specification: docs/specs/sharing-policy.md, "Consent". Every doubt keeps more sealed.
/// </summary>
public static class ConsentedStrata
{
    /// <summary>
    /// The stratum, under the revision in force, of a record that is treated as deposited under the revision that its depositor agreed to:
    /// <see cref="PolicyNarrowing.StratumAcross"/> of that one, with the record's own caveats, which still hold. An audience that they name stands for
    /// its members under the revision of the deposit too, so that a name that the new revision gives to others, or to nobody, opens nothing. Null: the
    /// record stays sealed.
    /// </summary>
    /// <param name="inForce">The revision in force.</param>
    /// <param name="agreed">The revision that the depositor agreed to.</param>
    /// <param name="deposited">The revision in force when the record was deposited.</param>
    /// <param name="caveats">The record's caveats.</param>
    /// <param name="on">The day of measuring, UTC.</param>
    public static int? Of(SharingPolicy inForce, SharingPolicy agreed, SharingPolicy deposited, RecordCaveats caveats, DateOnly on)
    {
        ArgumentNullException.ThrowIfNull(deposited);
        ArgumentNullException.ThrowIfNull(caveats);
        return IsToNobody(deposited, caveats) ? null : PolicyNarrowing.StratumAcross(inForce, agreed, AsDeposited(deposited, caveats), on);
    }

    /// <summary>
    /// The stratum in a period whose cut-off the consent came too late for: the more closed one of with it and without it, so that a consent that is
    /// given once a period is over can only narrow what the period counts. Null: one of the two keeps the record sealed.
    /// </summary>
    /// <inheritdoc cref="Of" path="/param"/>
    public static int? OfLate(SharingPolicy inForce, SharingPolicy agreed, SharingPolicy deposited, RecordCaveats caveats, DateOnly on) =>
        Of(inForce, agreed, deposited, caveats, on) is { } with && PolicyNarrowing.StratumAcross(inForce, deposited, caveats, on) is { } without
            ? Math.Max(with, without)
            : null;

    private static bool IsToNobody(SharingPolicy deposited, RecordCaveats caveats) =>
        caveats.NeverTo.Any(name => deposited.Audiences.TryGetValue(name, out PolicyAudience? audience) && audience.Anyone);

    private static RecordCaveats AsDeposited(SharingPolicy deposited, RecordCaveats caveats) => caveats with
    {
        NeverTo =
        [
            .. caveats.NeverTo,
            .. caveats.NeverTo
                .Where(deposited.Audiences.ContainsKey)
                .SelectMany(name => deposited.Audiences[name].States.Select(member => member.State).Concat(deposited.Audiences[name].Organisations)),
        ],
    };
}
