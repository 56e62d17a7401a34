namespace Broker.Policy.Tests;

/// <summary>One thing that an evaluator could get wrong.</summary>
public enum Mutation
{
    None,
    NoShapeCheck,
    NeverLapses,
    LapsesADayEarly,
    PublicIsNotForAnyone,
    AudienceIgnored,
    RoleIgnored,
    TermsIgnored,
    BothPartiesAllowed,
    PermitTierIgnored,
    PermitPurposeIgnored,
    ForbidsIgnored,
    PermitBeatsForbid,
    ForbidTierIgnored,
    ForbidPurposeIgnored,
    SinceIgnored,
    ConflictStatesIgnored,
    ConflictActorsIgnored,
    DefaultPermit,
}
