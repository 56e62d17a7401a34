namespace Broker.Cli;

/// <summary>The witness could not keep what it was about to cosign, so it has to end: it can't know what its disk holds now.</summary>
internal sealed class WitnessStateException(Exception cause) : Exception("the witness's state could not be made durable", cause);
