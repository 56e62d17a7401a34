namespace Broker.Policy.Explaining;

/// <summary>A rule, or an audience of anyone, that decided.</summary>
/// <param name="Id"><c>rule-2</c>, or <c>audience-public</c>.</param>
/// <param name="Line">Line in the policy's file, from 1; null for an audience.</param>
/// <param name="Text">What it says, in words.</param>
/// <param name="Because">The reason that the file gives; null when it gives none.</param>
public sealed record ExplainedRule(string Id, int? Line, string Text, string? Because);
