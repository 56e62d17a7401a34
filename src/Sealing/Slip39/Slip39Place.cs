namespace Broker.Sealing;

/// <summary>Which share of its set a share is.</summary>
/// <param name="GroupIndex">From 0.</param>
/// <param name="MemberIndex">From 0; the polynomial's argument.</param>
/// <param name="MemberThreshold">How many of its group are needed, 1 to 16.</param>
internal readonly record struct Slip39Place(int GroupIndex, int MemberIndex, int MemberThreshold);
