namespace Broker.Policy.Reading;

/// <summary>A key of a mapping.</summary>
/// <param name="Name">The key.</param>
/// <param name="IsRequired">Whether a mapping without it is refused.</param>
/// <param name="Value">What stands under it.</param>
/// <param name="Description">What it says, for editors.</param>
internal sealed record GrammarKey(string Name, bool IsRequired, GrammarValue Value, string Description)
{
    /// <summary>A key without which this one makes no sense.</summary>
    internal string? Needs { get; init; }

    /// <summary>A key beside which this one makes no sense.</summary>
    internal string? Excludes { get; init; }

    internal static GrammarKey Required(string name, GrammarValue value, string description) => new(name, IsRequired: true, value, description);

    internal static GrammarKey Optional(string name, GrammarValue value, string description) => new(name, IsRequired: false, value, description);
}
