namespace Broker.Policy.Tests.Mutants;

/// <summary>One edit of a source file of src/Policy that makes it wrong.</summary>
/// <param name="File">The file, without its ending.</param>
/// <param name="Old">Text that stands in the file exactly once.</param>
/// <param name="New">What stands there instead.</param>
/// <param name="Effect">What is wrong then.</param>
/// <param name="Equivalent">For an edit that changes no answer: why it cannot; null for all others.</param>
public sealed record SourceMutant(string File, string Old, string New, string Effect, string? Equivalent = null);
