namespace Broker.Sealing;

/// <summary>What all shares of one set have in common.</summary>
/// <param name="Identifier">15 random bits.</param>
/// <param name="Extendable">True when the identifier is not part of the passphrase's salt.</param>
/// <param name="IterationExponent">0 to 15.</param>
/// <param name="GroupThreshold">How many groups are needed, 1 to 16.</param>
/// <param name="GroupCount">How many groups there are, 1 to 16.</param>
internal readonly record struct Slip39Set(int Identifier, bool Extendable, int IterationExponent, int GroupThreshold, int GroupCount);
