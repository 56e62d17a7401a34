namespace Broker.Contracts;

/// <summary>An account and its keys; key <c>account/&lt;id&gt;</c>.</summary>
[Alias("broker.account")]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>Enrols this account; signed by an operator. The body is an <c>enrol/1</c> text.</summary>
    [Alias("enrol")]
    Task<EnrolOutcome> Enrol(SignedCall call);
}
