namespace Broker.Briefings;

/// <summary>The closed registry of event kinds: code, gravity and plain words.</summary>
/// <remarks>
/// Codes follow the three types of organised violence of the Uppsala Conflict Data Program. Gravity follows the United
/// Nations Framework of Analysis for Atrocity Crimes (2014): an attack on civilians may itself be an atrocity crime, so it
/// comes first; fighting in which state forces take part comes second, because the state that owes protection is then a
/// party to the violence (common risk factors 2 and 3); fighting between non-state groups (common risk factor 1) comes third.
/// A source that reported several kinds in a period counts once, under the gravest.
/// </remarks>
public static class EventKinds
{
    /// <summary>Every kind, the gravest first.</summary>
    public static IReadOnlyList<EventKind> All { get; } = [EventKind.OneSided, EventKind.StateBased, EventKind.NonState];

    /// <summary>The codes of <see cref="All"/> in its order: the categories of a measurement plan.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. All.Select(Code)];

    /// <summary>The code in observations, plans and briefings.</summary>
    public static string Code(EventKind kind) => kind switch
    {
        EventKind.OneSided => "one-sided",
        EventKind.StateBased => "state-based",
        EventKind.NonState => "non-state",
        _ => throw Fault.Malformed(nameof(kind), "a kind of the registry"),
    };

    /// <summary>0 for the gravest; a larger number is less grave.</summary>
    public static int Gravity(EventKind kind) => (int)kind;

    /// <summary>Plain words that follow "reported" in a sentence.</summary>
    public static string Words(EventKind kind) => kind switch
    {
        EventKind.OneSided => "attacks on civilians",
        EventKind.StateBased => "fighting with state forces",
        EventKind.NonState => "fighting between armed groups",
        _ => throw Fault.Malformed(nameof(kind), "a kind of the registry"),
    };

    /// <summary>Reads a code.</summary>
    public static bool TryParse(ReadOnlySpan<char> code, out EventKind kind)
    {
        foreach (EventKind candidate in All)
        {
            if (code.SequenceEqual(Code(candidate)))
            {
                kind = candidate;
                return true;
            }
        }

        kind = default;
        return false;
    }
}
