namespace Broker.Contracts;

/// <summary>A country's sharing policy; key <c>policy/&lt;iso3&gt;</c>.</summary>
[Alias("broker.policy")]
public interface IPolicyGrain : IGrainWithStringKey
{
    /// <summary>Proposes a revision; the body is the YAML file. Signed by a policy officer.</summary>
    [Alias("propose")]
    Task<ProposeOutcome> Propose(SignedCall call);

    /// <summary>Approves a proposed revision; the body is an <c>approve/1</c> text. In force once two different officers signed the same text.</summary>
    [Alias("approve")]
    Task<ApproveOutcome> Approve(SignedCall call);

    /// <summary>A page of the country's decided requests; the body is a <c>requests/1</c> text. Signed by a policy officer.</summary>
    [Alias("requests")]
    Task<RequestsOutcome> Requests(SignedCall call);

    /// <summary>The policy in force, with who activated it.</summary>
    [Alias("active")]
    Task<PolicyView> Active();

    /// <summary>Every revision that is or was in force, and what waits for signatures: public.</summary>
    [Alias("history")]
    Task<PolicyHistory> History();

    /// <summary>The file of a revision that is or was in force, whose SHA-256 is its name; empty for any other.</summary>
    [Alias("revision")]
    Task<byte[]> Revision(string revision);
}
