using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Broker.Cli;
using Broker.Sealing;

namespace Broker.Faults.Load;

/// <summary>Sends signed requests once, without a second try: whether one is sent again is the caller's matter here.</summary>
internal sealed class DepositSender(Uri gateway) : IDisposable
{
    private const string Type = "application/vnd.broker.deposits";
    private const string Path = "/deposits";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { Timeout = Patience };

    public async Task<Answer> SendAsync(SealedDeposit deposit, byte[]? otherBody = null)
    {
        byte[] body = otherBody ?? deposit.Body;
        RequestHeaders signed = RequestSignature.Sign(
            "POST", gateway.Authority, Path, "?", Type, SHA256.HashData(body), deposit.Member.Account, deposit.Member.Signing, TimeProvider.System.GetUtcNow(), RandomNumberGenerator.Fill);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway, Path)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(Type);
        request.Headers.TryAddWithoutValidation("Content-Digest", signed.ContentDigest);
        request.Headers.TryAddWithoutValidation("Signature-Input", signed.SignatureInput);
        request.Headers.TryAddWithoutValidation("Signature", signed.Signature);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", deposit.Key);
        try
        {
            using HttpResponseMessage response = await http.SendAsync(request);
            return new Answer((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync());
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            return Answer.None;
        }
    }

    /// <summary>The receipt in an answer that acknowledges the deposit; null when it does not, or when the receipt is not this broker's for this record.</summary>
    public static string? Receipt(SealedDeposit deposit, Answer answer)
    {
        if (answer.Status != 200)
        {
            return null;
        }

        using JsonDocument document = JsonDocument.Parse(answer.Body);
        JsonElement line = document.RootElement.GetProperty("deposits")[0];
        string receipt = line.GetProperty("receipt").GetString()!;
        return line.GetProperty("code").GetString() == "accepted"
            && DepositReceipt.Check(System.Text.Encoding.UTF8.GetBytes(receipt), deposit.Member.Trust, deposit.Record, deposit.Commit)
            ? receipt
            : null;
    }

    /// <summary>The code of a problem; empty when the body is none.</summary>
    public static string Code(Answer answer)
    {
        if (answer.Body.Length == 0)
        {
            return "";
        }

        using JsonDocument document = JsonDocument.Parse(answer.Body);
        return document.RootElement.TryGetProperty("code", out JsonElement code) ? code.GetString() ?? "" : "";
    }

    public void Dispose() => http.Dispose();
}
