using System.Text;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

public sealed class IdTests
{
    private readonly SeededRandom random = new("ids");

    [Fact]
    public void RecordId_New_RoundTripsAndEqualsTheBitwiseReference()
    {
        for (var i = 0; i < 200; i++)
        {
            var bytes = random.Bytes(16);
            var id = RecordId.New(bytes.CopyTo);
            Assert.Equal(SlowBase32(bytes), id.ToString());
            Assert.True(RecordId.TryParse(id.ToString(), out var again));
            Assert.Equal(id, again);
            Assert.True(RecordId.TryParse(Encoding.ASCII.GetBytes(id.ToString()), out again));
            Assert.Equal(id, again);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaab")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaac")]
    [InlineData("Aaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("1aaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("8aaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("äaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaa=")]
    public void RecordId_OfAnotherSpelling_IsRefused(string text)
    {
        Assert.False(RecordId.TryParse(text, out _));
        Assert.False(RecordId.TryParse(Encoding.UTF8.GetBytes(text), out _));
        Assert.Throws<FormatException>(() => RecordId.Parse(text));
    }

    [Fact]
    public void ShortIds_New_RoundTrip()
    {
        for (var i = 0; i < 200; i++)
        {
            var account = AccountId.New(random.Fill);
            Assert.Equal(account, AccountId.Parse(account.ToString()));
            var epoch = EpochId.New(random.Fill);
            Assert.Equal(epoch, EpochId.Parse(epoch.ToString()));
        }

        Assert.Equal("0102030405060708", AccountId.New(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }.CopyTo).ToString());
        Assert.Equal("01020304", EpochId.New(new byte[] { 1, 2, 3, 4 }.CopyTo).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0123456789ABCDEF")]
    [InlineData("0123456789abcdeg")]
    [InlineData("0123456789abcdef0")]
    [InlineData("0123ABCD")]
    [InlineData(" 1234567")]
    [InlineData("012345é7")]
    public void ShortIds_OfAnotherSpelling_AreRefused(string text)
    {
        Assert.False(AccountId.TryParse(text, out _));
        Assert.False(EpochId.TryParse(text, out _));
        Assert.False(AccountId.TryParse(Encoding.UTF8.GetBytes(text), out _));
        Assert.False(EpochId.TryParse(Encoding.UTF8.GetBytes(text), out _));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("0")]
    [InlineData("broker.example/car-2013")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff012")]
    public void Origin_OfItsForm_RoundTrips(string text)
    {
        Assert.Equal(text, Origin.Parse(text).ToString());
        Assert.True(Origin.TryParse(Encoding.UTF8.GetBytes(text), out var origin));
        Assert.Equal(Origin.Parse(text), origin);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData(".a")]
    [InlineData("-a")]
    [InlineData("A")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a_b")]
    [InlineData("é")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff0123")]
    public void Origin_OfAnotherForm_IsRefused(string text)
    {
        Assert.False(Origin.TryParse(text, out _));
        Assert.False(Origin.TryParse(Encoding.UTF8.GetBytes(text), out _));
        Assert.Throws<FormatException>(() => Origin.Parse(text));
    }

    [Fact]
    public void Domains_OfAllUses_AreDistinctAndNeverOfNoOrigin()
    {
        var origin = Origin.Parse("broker.example");
        var methods = typeof(Domains).GetMethods().Where(method => method.ReturnType == typeof(string) && method.GetParameters() is [{ } only] && only.ParameterType == typeof(Origin)).ToList();
        var domains = methods.ConvertAll(method => (string)method.Invoke(null, [origin])!);
        Assert.Equal(Domains.Uses.Select(use => $"broker.example/{use}/v1").Order(), domains.Order());
        Assert.Equal(domains.Count, domains.Distinct().Count());
        Assert.All(methods, method => Assert.IsType<ArgumentException>(
            Assert.Throws<System.Reflection.TargetInvocationException>(() => method.Invoke(null, [default(Origin)])).InnerException));
    }

    [Fact]
    public void Domains_OfKeyedNames_AreRegisteredAndServeNothingElse()
    {
        var origin = Origin.Parse("broker.example");
        Assert.Equal(Domains.NameUses.Count, Domains.NameUses.Distinct().Count());
        Assert.Empty(Domains.NameUses.Intersect(Domains.Uses));
        Assert.All(Domains.NameUses, use => Assert.Equal($"broker.example/{use}/v1", Domains.Name(origin, use)));
        Assert.Throws<ArgumentException>(() => Domains.Name(origin, "deposit"));
        Assert.Throws<ArgumentException>(() => Domains.Name(origin, "account/"));
    }

    private static string SlowBase32(byte[] bytes)
    {
        var bits = string.Concat(bytes.Select(octet => Convert.ToString(octet, 2).PadLeft(8, '0'))) + "00";
        return string.Concat(bits.Chunk(5).Select(chunk => "abcdefghijklmnopqrstuvwxyz234567"[Convert.ToInt32(new string(chunk), 2)]));
    }
}
