namespace Orleans.Silo;

/// <summary>Keeps ambient values of a caller out of work that it starts.</summary>
internal static class Flow
{
    public static AsyncFlowControl? Suppress() => ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
}
