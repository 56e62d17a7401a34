namespace Broker.Silo.Deposits;

/// <summary>When a batch arrived that the inbox of a sealed silo kept.</summary>
/// <param name="Day">The calendar's day then.</param>
/// <param name="LogSize">Entries of the disclosure log then.</param>
internal sealed record KeptArrival(DateOnly Day, long LogSize);
