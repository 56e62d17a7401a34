namespace Broker.Policy;

/// <summary>Everything that a decision's words depend on; sets of rules are bits by their place in the file.</summary>
internal readonly record struct DecisionKey(DecisionKind Kind)
{
    internal int Tier { get; init; } = -1;

    /// <summary>Index of the purpose when it is a declared one, else -1; text of a request never gets further than here.</summary>
    internal int Purpose { get; init; } = -1;

    internal ulong Determining { get; init; }

    internal ulong Near { get; init; }

    internal RequesterFacts Missing { get; init; }
}
