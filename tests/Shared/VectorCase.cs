namespace Broker.Vectors;

/// <summary>One case: a file, a line or an entry of a published list.</summary>
/// <param name="Name">Its file's label, and its id within the file when there are several.</param>
/// <param name="Kind">What must come of it.</param>
/// <param name="Run">Runs it against the product's code and asserts what its file says.</param>
internal sealed record VectorCase(string Name, VectorKind Kind, Action Run);
