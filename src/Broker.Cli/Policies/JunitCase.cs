namespace Broker.Cli;

/// <summary>One case of a JUnit document.</summary>
/// <param name="Group">What the case belongs to.</param>
/// <param name="Name">The case's name.</param>
/// <param name="Code">The closed code of what is wrong; null when nothing is.</param>
/// <param name="Message">What is wrong, in words.</param>
internal sealed record JunitCase(string Group, string Name, string? Code = null, string? Message = null);
