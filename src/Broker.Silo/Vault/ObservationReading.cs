namespace Broker.Silo.Vault;

/// <summary>Reads an opened observation; the span is zeroed when the call returns.</summary>
internal delegate void ObservationReading(ReadOnlySpan<byte> observation);
