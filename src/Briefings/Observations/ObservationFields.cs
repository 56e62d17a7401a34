namespace Broker.Briefings;

/// <summary>
/// The lines of an observation as they lie in its text: nothing of it is copied to the collector's memory, where it could not be zeroed.
/// </summary>
internal ref struct ObservationFields
{
    public required RecordName Record { get; init; }

    public required string Country { get; init; }

    public required EventKind Kind { get; init; }

    public required ActorFields ActorA { get; init; }

    public required ActorFields ActorB { get; init; }

    public required ReadOnlySpan<byte> Place { get; init; }

    public required ObservedInterval Interval { get; init; }

    public required CountRange Killed { get; init; }

    public required CountRange? Injured { get; init; }

    public required CountRange? Displaced { get; init; }

    public required CountRange? Abducted { get; init; }

    /// <summary>Bit n is risk factor n.</summary>
    public required int RiskFactors { get; init; }

    public required int? Credibility { get; init; }

    public required CollectionChannel Channel { get; init; }

    public required Tag16 SourceTag { get; init; }

    public required Tag16? CommunityTag { get; init; }

    public required Sha256Digest? SummaryDigest { get; init; }

    /// <summary>The observation as an object, for whoever may keep it.</summary>
    public readonly Observation ToObservation() => new()
    {
        Record = Record,
        Country = Country,
        Kind = Kind,
        ActorA = ActorA.ToActor(),
        ActorB = ActorB.ToActor(),
        Place = Ascii.Text(Place),
        Interval = Interval,
        Killed = Killed,
        Injured = Injured,
        Displaced = Displaced,
        Abducted = Abducted,
        RiskFactors = Factors(RiskFactors),
        Credibility = Credibility,
        Channel = Channel,
        SourceTag = SourceTag,
        CommunityTag = CommunityTag,
        SummaryDigest = SummaryDigest,
    };

    private static List<int> Factors(int bits) => [.. Enumerable.Range(1, Observation.MostRiskFactor).Where(factor => (bits >> factor & 1) != 0)];

    /// <summary>One side; no state is an empty span.</summary>
    internal ref struct ActorFields
    {
        public required ReadOnlySpan<byte> Code { get; init; }

        public required ActorRole Role { get; init; }

        public required ReadOnlySpan<byte> State { get; init; }

        public readonly Actor ToActor() => new(Ascii.Text(Code), Role, State.IsEmpty ? null : Ascii.Text(State));
    }
}
