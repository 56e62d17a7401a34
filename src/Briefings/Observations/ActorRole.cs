namespace Broker.Briefings;

/// <summary>What an actor is in an observation.</summary>
public enum ActorRole
{
    ArmedGroup,
    StateForces,
    Militia,
    Civilians,
    Community,
}
