namespace Broker.Cli;

/// <summary>An answer of the gateway that is not worth another try.</summary>
internal sealed record GatewayAnswer(int Status, byte[] Body)
{
    public bool IsOk => Status == 200;

    /// <summary>Kept for later, without an answer yet: a deposit while the vault is sealed.</summary>
    public bool IsKept => Status == 202;

    /// <summary>Why not; only when the answer is not ok.</summary>
    public Problem Problem => Problem.Read(Status, Body);

    /// <summary>The body, when the answer is ok.</summary>
    public T Read<T>()
    {
        if (IsOk)
        {
            return GatewayJson.Read<T>(Body);
        }

        // Refusals are an expected no; the rest is a failure.
        throw new CommandFailure(Problem.Words, Status is 403 or 404 or 409 or 422 ? ExitCodes.No : ExitCodes.Failure);
    }
}
