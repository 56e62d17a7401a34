using System.Net;
using Broker.Briefings;
using Broker.Gateway.Http;
using Broker.Gateway.Pages;
using Broker.Transparency;

namespace Broker.Tests.Gateway;

public sealed class EntryPageTests
{
    public static TheoryData<string> Kinds => [.. LogEntryKinds.All.Select(LogEntryKinds.Word)];

    [Fact]
    public async Task Entry_OfTheLog_ShowsSentenceBytesHashAndBundle()
    {
        using var gateway = new TestGateway();
        var page = WebUtility.HtmlDecode(await gateway.CreateClient().GetStringAsync(new Uri("/auditor/entries/1", UriKind.Relative)));
        Assert.Contains("Entry 1 of 2: release", page, StringComparison.Ordinal);
        Assert.Contains(new string('b', 64), page, StringComparison.Ordinal);
        Assert.Contains("broker.example/release/v1\nnonce 00", page, StringComparison.Ordinal);
        Assert.Contains("Figures of a period were published to a tier.", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/log/tile/entries/000.p/2\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("01")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("9223372036854775808")]
    public async Task Entry_ThatTheLogDoesNotHave_IsNotFound(string index)
    {
        using var gateway = new TestGateway();
        using var response = await gateway.CreateClient().GetAsync(new Uri("/auditor/entries/" + index, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(255, 256)]
    [InlineData(255, 257)]
    [InlineData(256, 257)]
    [InlineData(256_000, 256_001)]
    [InlineData(256_000, 300_000)]
    [InlineData(1_234_067L * 256, long.MaxValue)]
    [InlineData(long.MaxValue - 1, long.MaxValue)]
    public void Bundle_OfAnEntry_IsTheOneThatTheLogNames(long index, long size)
    {
        var partial = size / 256 == index / 256;
        Assert.Equal((partial ? TilePath.Entries(index / 256, (int)(size % 256)) : TilePath.Entries(index / 256)).ToString(), LogPath.BundleOf(index, size));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Meaning_OfEveryKind_IsASentence(string kind) => Assert.EndsWith(".", EntryWords.Meaning($"broker.example/{kind}/v1\n"), StringComparison.Ordinal);

    [Fact]
    public void Meaning_OfAnotherKind_IsNone() => Assert.Null(EntryWords.Meaning("broker.example/rumour/v1\n"));
}
