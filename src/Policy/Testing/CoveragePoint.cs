namespace Broker.Policy.Testing;

/// <summary>Something that a policy can decide and that its tests should show.</summary>
/// <param name="Id">What it is: <c>rule rule-1</c>, <c>tier public refuses</c>, <c>term elected-members 2013-01-01/2014-12-31 day-after</c>.</param>
/// <param name="Words">What a test that covers it looks like, lower case, without a full stop.</param>
/// <param name="IsCovered">Whether a test that passed shows it.</param>
public sealed record CoveragePoint(string Id, string Words, bool IsCovered);
