using Broker.Sealing;

namespace Broker.Cli;

/// <summary>Fetches the epoch key to seal to, and believes it only when the pinned identity key signed it.</summary>
internal static class EpochKeyDesk
{
    public static async Task<EpochKey> FetchAsync(GatewayClient gateway, Member member, CancellationToken cancellation)
    {
        var note = await gateway.GetBytesAsync("/keys/epoch", cancellation);
        var identity = member.Trust.Identity ?? throw new CommandFailure("the pinned trust file has no identity key: nothing can be sealed safely");
        return EpochKeyNote.TryParse(note, member.Enrolled.Origin, identity.Name, identity.PublicKey, out var epoch) && epoch is not null
            ? epoch
            : throw CommandFailure.No("the epoch key is not signed by the pinned identity key: nothing was sealed");
    }
}
