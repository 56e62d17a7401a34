using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broker.Cli;
using Broker.Faults.Load;
using Broker.Faults.Scene;
using Broker.Sealing;

namespace Broker.Bench.Http;

/// <summary>Deposits as they stand on the wire: sealed, framed and signed before anything is measured.</summary>
internal sealed class DepositRequests(Installation broker)
{
    private const string Type = "application/vnd.broker.deposits";
    private const string Route = "/deposits";
    private const int KeyBytes = 16;

    // With the observation and the rest 2 KB of content. A package is longer, because its parts are padded: a sealed one has 3.1 KB at least.
    private const int SourceBytes = 500;

    private readonly DepositMaker[] makers = [.. broker.Depositors.Select(member => new DepositMaker(broker, member, SourceBytes))];

    /// <summary>Bytes of a package; 0 before the first was made.</summary>
    internal int PackageBytes { get; private set; }

    /// <summary>Requests of so many packages each, in turn of the first <paramref name="organisations"/> depositors.</summary>
    internal byte[][] Make(int requests, int packages, int organisations)
    {
        byte[][] made = new byte[requests][];
        Parallel.For(0, requests, i =>
        {
            int turn = i % organisations;
            byte[][] batch = [.. Enumerable.Range(0, packages).Select(_ => makers[turn].NextRow().Package)];
            PackageBytes = batch[0].Length;
            made[i] = Sign(broker.Depositors[turn], DepositPackage.EncodeBatch([.. batch]));
        });
        return made;
    }

    /// <summary>One package, not in a batch, of the first depositor.</summary>
    internal byte[] Package() => makers[0].NextRow().Package;

    /// <summary>Batches of so many packages each, framed and not signed, of one depositor.</summary>
    internal byte[][] Batches(int batches, int packages, int turn = 0)
    {
        byte[][] made = new byte[batches][];
        Parallel.For(0, batches, i => made[i] = DepositPackage.EncodeBatch([.. Enumerable.Range(0, packages).Select(_ => makers[turn].NextRow().Package)]));
        return made;
    }

    private byte[] Sign(Member member, byte[] body)
    {
        RequestHeaders signed = RequestSignature.Sign(
            "POST", broker.Url.Authority, Route, "?", Type, SHA256.HashData(body), member.Account, member.Signing, TimeProvider.System.GetUtcNow(), RandomNumberGenerator.Fill);
        string key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST {Route} HTTP/1.1\r\nHost: {broker.Url.Authority}\r\nContent-Type: {Type}\r\nContent-Length: {body.Length}\r\nContent-Digest: {signed.ContentDigest}\r\n"
            + $"Signature-Input: {signed.SignatureInput}\r\nSignature: {signed.Signature}\r\nIdempotency-Key: {key}\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}
