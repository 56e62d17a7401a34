namespace Broker.Contracts;

/// <summary>A country's sharing policy; key <c>policy/&lt;iso3&gt;</c>.</summary>
[Alias("broker.policy")]
public interface IPolicyGrain : IGrainWithStringKey
{
    /// <summary>Proposes a revision; the body is the YAML file. Signed by a policy officer.</summary>
    [Alias("propose")]
    Task<ProposeOutcome> Propose(SignedCall call);

    /// <summary>Approves a proposed revision; the body is an <c>approve/1</c> text. Active once two different officers approved.</summary>
    [Alias("approve")]
    Task<ApproveOutcome> Approve(SignedCall call);

    /// <summary>The policy in force, with who activated it.</summary>
    [Alias("active")]
    Task<PolicyView> Active();
}
