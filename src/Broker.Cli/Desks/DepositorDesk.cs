using Broker.Sealing;

namespace Broker.Cli;

/// <summary>What a depositor asks about its own records.</summary>
internal sealed class DepositorDesk(GatewayClient gateway, Member member)
{
    /// <summary>Withdraws a record; the answer lists the releases that it entered and that cannot be recalled.</summary>
    public async Task<WithdrawAnswer> WithdrawAsync(string record, CancellationToken cancellation)
    {
        if (!RecordId.TryParse(record, out _))
        {
            throw new CommandFailure($"`{record}` is not a record id: 26 characters of a to z and 2 to 7");
        }

        return (await gateway.PostTextAsync(member, "/deposits/withdraw", $"withdraw/1\nrecord {record}\n", cancellation)).Read<WithdrawAnswer>();
    }

    public async Task<StatusAnswer> StatusAsync(CancellationToken cancellation)
        => (await gateway.PostAsync(member, "/deposits/status", GatewayClient.TextType, ReadOnlyMemory<byte>.Empty, cancellation)).Read<StatusAnswer>();
}
