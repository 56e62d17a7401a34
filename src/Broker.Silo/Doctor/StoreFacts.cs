namespace Broker.Silo.Doctor;

/// <summary>What was found in the store.</summary>
/// <param name="Unreadable">Why it could not be read, as its layout; empty when it could.</param>
/// <param name="LogFault">What is wrong with the log; empty when all of it is what was signed.</param>
/// <param name="Entries">How many entries the log has.</param>
/// <param name="LastCosignature">When a witness cosigned the published checkpoint, by its clock; null for none.</param>
internal sealed record StoreFacts(string Unreadable, string LogFault, long Entries, DateTimeOffset? LastCosignature);
