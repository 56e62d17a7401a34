namespace Broker.Contracts;

/// <summary>The silo itself; key <c>silo/this</c>.</summary>
[Alias("broker.silo")]
public interface ISiloGrain : IGrainWithStringKey
{
    /// <summary>State of the vault, keys to pin and the calendar's time.</summary>
    [Alias("status")]
    Task<SiloState> Status();

    /// <summary>Moves a simulated calendar on and closes what falls due; signed by an operator; refused on a real clock.</summary>
    [Alias("advance")]
    Task<AdvanceOutcome> Advance(SignedCall call);
}
