namespace Broker.Gateway.Http;

/// <summary>Who a route is for. The gateway only documents it: grains authorise.</summary>
internal enum Caller
{
    Anyone,
    Operator,
    Depositor,
    Requester,
    PolicyOfficer,
    Auditor,
}
