namespace Broker.Policy;

/// <summary>Who must agree before custody is opened; a motive is always required.</summary>
/// <param name="Operators">Operators who must agree, at least 1.</param>
/// <param name="Auditors">Auditors who must agree, at least 1.</param>
/// <param name="Depositors">Depositors who must agree, at least 1.</param>
public sealed record CustodyQuorum(int Operators, int Auditors, int Depositors);
