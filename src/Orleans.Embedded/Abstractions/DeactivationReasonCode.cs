namespace Orleans;

/// <summary>The causes of a deactivation that this engine knows, with the names that Orleans gives them.</summary>
public enum DeactivationReasonCode
{
    None,
    ShuttingDown,
    ActivationFailed,
    ActivationIdle,
    ApplicationError,
    ApplicationRequested,
}
