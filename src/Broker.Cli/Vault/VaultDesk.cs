using System.Text;
using Broker.Sealing;

namespace Broker.Cli;

/// <summary>The vault's routes of a gateway: what anyone may ask, what custodians give, what the operator signs.</summary>
internal sealed class VaultDesk(GatewayClient gateway)
{
    private const string Broken = "the gateway's answer about the broker could not be read";

    public async Task<VaultView> StatusAsync(CancellationToken cancellation)
        => VaultView.From((await gateway.GetAsync("/vault/status", cancellation)).Read<VaultAnswer>());

    /// <summary>The broker's origin, as the gateway tells it. A wrong one only makes what is sealed for it open nowhere.</summary>
    public async Task<Origin> OriginAsync(CancellationToken cancellation)
    {
        var answer = (await gateway.GetAsync("/status", cancellation)).Read<SiloStatusAnswer>();
        return Origin.TryParse(answer.Origin, out var origin) ? origin : throw new CommandFailure(Broken);
    }

    /// <summary>Gives a share, a text <c>vault-share/1</c>.</summary>
    public async Task<VaultView> GiveAsync(ReadOnlyMemory<byte> share, CancellationToken cancellation)
        => View(await gateway.PostUnsignedAsync("/vault/shares", share, cancellation));

    /// <summary>Makes the vault. Not sent twice: a second vault would be another one.</summary>
    public async Task<VaultView> InitAsync(Member @operator, VaultPlan plan, CancellationToken cancellation)
        => View(await gateway.PostSingleAsync(@operator, "/vault/init", plan.Format(), cancellation));

    public async Task<VaultView> RekeyAsync(Member @operator, VaultPlan plan, CancellationToken cancellation)
        => View(await gateway.PostSingleAsync(@operator, "/vault/rekey", plan.Format(), cancellation));

    /// <summary>The shares that were issued last.</summary>
    public async Task<IReadOnlyList<IssuedShareAnswer>> IssuedAsync(Member @operator, CancellationToken cancellation)
        => (await PostAsync(@operator, "/vault/issued", [], cancellation)).Read<IssuedAnswer>().Shares;

    public async Task<VaultView> SealAsync(Member @operator, CancellationToken cancellation)
        => View(await PostAsync(@operator, "/vault/seal", [], cancellation));

    /// <summary>The newest epoch's text for the identity to sign.</summary>
    public async Task<byte[]> EpochAsync(Member @operator, CancellationToken cancellation)
        => await EpochTextAsync(await PostAsync(@operator, "/vault/epoch", [], cancellation), cancellation);

    /// <summary>Begins an epoch; each time another, so it is not sent twice.</summary>
    public async Task<byte[]> RotateAsync(Member @operator, CancellationToken cancellation)
        => await EpochTextAsync(await gateway.PostSingleAsync(@operator, "/vault/rotate", ReadOnlyMemory<byte>.Empty, cancellation), cancellation);

    public async Task<VaultView> InstallAsync(Member @operator, byte[] note, CancellationToken cancellation)
        => View(await PostAsync(@operator, "/vault/install", note, cancellation));

    public async Task<VaultView> EndEpochAsync(Member @operator, EpochId epoch, CancellationToken cancellation)
        => View(await PostAsync(@operator, "/vault/epochs/end", Encoding.ASCII.GetBytes($"end-epoch/1\nepoch {epoch}\n"), cancellation));

    private Task<GatewayAnswer> PostAsync(Member @operator, string path, byte[] body, CancellationToken cancellation)
        => gateway.PostAsync(@operator, path, GatewayClient.TextType, body, cancellation);

    private static VaultView View(GatewayAnswer answer) => VaultView.From(answer.Read<VaultAnswer>());

    private async Task<byte[]> EpochTextAsync(GatewayAnswer answer, CancellationToken cancellation)
    {
        var text = Encoding.UTF8.GetBytes(answer.Read<EpochAnswer>().Text);
        var origin = await OriginAsync(cancellation);
        return EpochKeyNote.TryParseText(text, origin, out _) ? text : throw new CommandFailure("the gateway's answer is not an epoch key");
    }
}
