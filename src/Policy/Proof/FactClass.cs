namespace Broker.Policy.Proof;

/// <summary>Values of one fact that no decision of the policies tells apart.</summary>
/// <param name="Representative">The value that stands for all of them; null: the fact is not there.</param>
/// <param name="Members">The names of the policies in the class; empty where no fact is there, and for the names that no policy holds.</param>
/// <param name="IsOther">Whether it is every name that no policy holds.</param>
public sealed record FactClass(string? Representative, IReadOnlyList<string> Members, bool IsOther)
{
    internal static FactClass Absent { get; } = new(null, [], IsOther: false);

    internal static FactClass Other(string name) => new(name, [], IsOther: true);
}
