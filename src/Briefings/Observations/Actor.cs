namespace Broker.Briefings;

/// <summary>One side of an event.</summary>
/// <param name="Code">Code in the country's actor vocabulary: 1 to 40 of <c>a-z 0-9 -</c>; never a person's name.</param>
/// <param name="Role">What kind of actor it is.</param>
/// <param name="State">ISO 3166-1 alpha-3 code of the state that it belongs or answers to, or null.</param>
public sealed record Actor(string Code, ActorRole Role, string? State);
