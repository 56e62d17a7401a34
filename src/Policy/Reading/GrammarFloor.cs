namespace Broker.Policy.Reading;

/// <summary>A bound that no policy can go under, or over, whatever the form of the number allows.</summary>
/// <param name="Least">Smallest number allowed.</param>
/// <param name="Most">Largest number allowed.</param>
/// <param name="Code">The code of <see cref="PolicyCodes"/> that a number outside gives.</param>
/// <param name="Message">The finding in words.</param>
internal sealed record GrammarFloor(int Least, int Most, string Code, string Message);
