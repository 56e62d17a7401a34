using Broker.Sealing;

namespace Broker.Silo.Vault;

/// <summary>Reads a stored record that was opened; the observation is zeroed when the call returns.</summary>
/// <param name="head">The head that its depositor signed.</param>
/// <param name="observation">The observation.</param>
/// <param name="receipt">The receipt that was given for it.</param>
internal delegate void RebuildReading(DepositHead head, ReadOnlySpan<byte> observation, ReadOnlySpan<byte> receipt);
