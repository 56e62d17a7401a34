using System.Security.Cryptography;
using System.Text;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Deposits;

namespace Broker.Tests.Silo;

public sealed class InboxItemTests
{
    private const string Head = """
        inbox/3
        arrived 1767268802
        day 2014-01-15
        log-size 123
        idempotency-key k1
        method POST
        authority localhost
        path /deposits
        query ?
        content-digest sha-256=:AAAA:
        content-type application/octet-stream
        signature-input sig=(...)
        signature sig=:AAAA:


        """;

    private static readonly Origin Here = Origin.Parse("broker.example");

    [Fact]
    public void Item_SealedAndOpened_IsTheSameCall()
    {
        using X25519PrivateKey key = X25519PrivateKey.Generate(RandomNumberGenerator.Fill);
        var epoch = new EpochKey(EpochId.Parse("0a0b0c0d"), key.PublicKey);
        InboxItem item = Read(Head, [1, 2, (byte)'\n', (byte)'\n', 3])!;

        byte[] kept = item.SealTo(epoch, Here, RandomNumberGenerator.Fill)!;
        byte[] padded = new byte[kept.Length - Hpke.Overhead];

        Assert.True(Hpke.TryOpen(padded, key, Encoding.ASCII.GetBytes("broker.example/inbox/v1\n0a0b0c0d"), [], kept));
        Assert.Equal(1024, padded.Length);
        InboxItem again = InboxItem.TryRead(padded)!;
        Assert.Equal(("k1", DateTimeOffset.FromUnixTimeSeconds(1767268802), new DateOnly(2014, 1, 15), 123L), (again.IdempotencyKey, again.Arrived, again.Day, again.LogSize));
        Assert.Equal(item.Call.Body, again.Call.Body);
        Assert.Equal(
            new SignedCall("POST", "localhost", "/deposits", "?", "sha-256=:AAAA:", "application/octet-stream", "sig=(...)", "sig=:AAAA:", item.Call.Body),
            again.Call with { Body = item.Call.Body });
        Assert.Equal("inbox item", item.ToString());
    }

    [Fact]
    public void SealTo_HeadersThatAreTooLong_GivesNothing()
    {
        using X25519PrivateKey key = X25519PrivateKey.Generate(RandomNumberGenerator.Fill);
        InboxItem item = Read(Head, [1])!;

        Assert.Null((item with { Call = item.Call with { Authority = new string('a', 33_000) } }).SealTo(new EpochKey(EpochId.Parse("0a0b0c0d"), key.PublicKey), Here, RandomNumberGenerator.Fill));
    }

    [Theory]
    [InlineData("inbox/3", "inbox/2")]
    [InlineData("log-size 123", "log-size -1")]
    [InlineData("log-size 123\n", "")]
    [InlineData("day 2014-01-15", "day 2014-02-30")]
    [InlineData("day 2014-01-15\n", "")]
    [InlineData("inbox/3\n", "")]
    [InlineData("arrived 1767268802", "arrived -1")]
    [InlineData("arrived 1767268802", "arrived 01767268802x")]
    [InlineData("arrived 1767268802", "arrived 999999999999999")]
    [InlineData("arrived", "Arrived")]
    [InlineData("method POST\n", "")]
    [InlineData("method POST\n", "method POST\nmethod POST\n")]
    [InlineData("method POST\nauthority localhost\n", "authority localhost\nmethod POST\n")]
    [InlineData("signature sig=:AAAA:\n", "signature sig=:AAAA:\nmore x\n")]
    [InlineData("path /deposits", "path /d\u00e9posits")]
    [InlineData("\n\n", "\n")]
    public void TryRead_OfAnotherText_IsNothing(string part, string instead) => Assert.Null(Read(Head.Replace(part, instead, StringComparison.Ordinal), []));

    [Fact]
    public void TryRead_OfBytesThatAreNotPadded_IsNothing()
    {
        byte[] padded = Pad(Encoding.ASCII.GetBytes(Head));
        Assert.NotNull(InboxItem.TryRead(padded));

        Assert.Null(InboxItem.TryRead(padded.AsSpan(1)));
        Assert.Null(InboxItem.TryRead([]));
        padded[^1] = 1;
        Assert.Null(InboxItem.TryRead(padded));
    }

    private static InboxItem? Read(string head, byte[] body) => InboxItem.TryRead(Pad([.. Encoding.UTF8.GetBytes(head), .. body]));

    private static byte[] Pad(byte[] content)
    {
        byte[] padded = new byte[Padding.PaddedLength(content.Length)];
        Padding.Pad(content, padded);
        return padded;
    }
}
