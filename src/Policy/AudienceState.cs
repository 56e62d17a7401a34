namespace Broker.Policy;

/// <summary>A state in an audience, and when it is in it.</summary>
/// <param name="State">ISO 3166-1 alpha-3.</param>
/// <param name="First">First day of the term; <see cref="DateOnly.MinValue"/> when no term was written.</param>
/// <param name="Last">Last day of the term, included; <see cref="DateOnly.MaxValue"/> when no term was written.</param>
public sealed record AudienceState(string State, DateOnly First, DateOnly Last);
