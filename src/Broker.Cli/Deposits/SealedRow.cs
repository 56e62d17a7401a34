namespace Broker.Cli;

/// <summary>A sealed record, ready to be sent.</summary>
/// <param name="Row">Where it comes from.</param>
/// <param name="Record">Its id.</param>
/// <param name="Package">The bytes of the deposit package.</param>
internal sealed record SealedRow(string Row, string Record, byte[] Package);
