using Broker.Briefings;

namespace Broker.Cli;

/// <summary>A deposit receipt in a member's folder.</summary>
/// <param name="Record">The record that its file is named for.</param>
/// <param name="Mark">What was deposited, of a receipt that verifies; else null.</param>
internal sealed record KeptReceipt(string Record, DepositMark? Mark);
