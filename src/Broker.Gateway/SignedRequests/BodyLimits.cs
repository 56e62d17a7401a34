namespace Broker.Gateway.SignedRequests;

/// <summary>The longest body of each kind, in bytes; what is longer is refused before it is read further.</summary>
internal static class BodyLimits
{
    public const int DepositsMiB = 80;

    public const int None = 0;
    public const int Advance = 1 << 10;
    public const int Text = 4 << 10;
    public const int Approval = 8 << 10;
    public const int Share = 8 << 10;
    public const int Plan = 32 << 10;
    public const int DepositProofs = 64 << 10;
    public const int Openings = 512 << 10;
    public const int Policy = 1 << 20;
    public const int Deposits = DepositsMiB << 20;
}
