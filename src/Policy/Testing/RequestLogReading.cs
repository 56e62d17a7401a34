namespace Broker.Policy.Testing;

/// <summary>What reading a log of requests gave.</summary>
/// <param name="Requests">The requests of the lines that could be read, in their order.</param>
/// <param name="Faults">The lines that could not; a log with one is not replayed.</param>
public sealed record RequestLogReading(IReadOnlyList<LoggedRequest> Requests, IReadOnlyList<RequestLogFault> Faults);
