namespace Broker.Briefings;

/// <summary>The handling marks of a briefing: the Traffic Light Protocol of FIRST, second version.</summary>
public static class Markings
{
    /// <summary>Every mark, from the most open to the most closed.</summary>
    public static IReadOnlyList<string> All { get; } = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"];

    /// <summary>What the mark asks of a reader, in one sentence.</summary>
    /// <exception cref="ArgumentException">Not one of <see cref="All"/>.</exception>
    public static string Handling(string marking) => marking switch
    {
        "TLP:CLEAR" => "May be shared without restriction.",
        "TLP:GREEN" => "May be shared within the community that the sharing policy names, and not in public.",
        "TLP:AMBER" => "May be shared within your organisation and with those it serves, where they need to know.",
        "TLP:AMBER+STRICT" => "May be shared only within your own organisation, with those who need to know.",
        "TLP:RED" => "For you alone: may not be shared with anyone.",
        _ => throw Fault.Malformed(nameof(marking), "a mark of the registry"),
    };
}
