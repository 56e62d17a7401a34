namespace Broker.Policy;

/// <summary>A set of facts about a requester.</summary>
[Flags]
internal enum RequesterFacts
{
    None = 0,
    State = 1,
    Organisation = 2,
    Role = 4,
}
