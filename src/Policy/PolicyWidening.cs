namespace Broker.Policy;

/// <summary>One thing in which a tier of a later revision is, or cannot be told not to be, wider than the earlier one's tier of the same name.</summary>
/// <param name="Code">A code of <see cref="WideningCodes"/>.</param>
/// <param name="Sentence">Plain words, lower case, without a full stop; names and numbers of the two policies only.</param>
public sealed record PolicyWidening(string Code, string Sentence);
