namespace Broker.Vectors;

/// <summary>A file of a family of vectors. The label says which one it is without saying where the machine keeps it.</summary>
/// <param name="Label">For the tree's own, the path below tests/vectors; else <c>extra</c>, the folder's number, and the path below it.</param>
/// <param name="Path">Where it is.</param>
internal sealed record VectorFile(string Label, string Path)
{
    /// <summary>The tree's own, whose number of cases is known.</summary>
    public bool IsOurs { get; init; }
}
