namespace Broker.Contracts;

/// <summary>A country's emergency plans: proposed by a policy officer, in force once an auditor has signed the same text; key <c>emergency/&lt;iso3&gt;</c>.</summary>
[Alias("broker.emergency")]
public interface IEmergencyGrain : IGrainWithStringKey
{
    /// <summary>Proposes weeks; the body is an <c>emergency/1</c> text with the officer's signed note.</summary>
    [Alias("propose")]
    Task<EmergencyOutcome> Propose(SignedCall call);

    /// <summary>Puts a proposal in force; the body is an <c>emergency-approve/1</c> text with the auditor's signed note.</summary>
    [Alias("approve")]
    Task<EmergencyOutcome> Approve(SignedCall call);

    /// <summary>Plans in force and proposals: public, as the calendar is.</summary>
    [Alias("plans")]
    Task<IReadOnlyList<EmergencyPlanView>> Plans();
}
