using System.Text;
using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

public sealed class TrustFileTests
{
    [Theory]
    [MemberData(nameof(Vectors))]
    public void File_IsReadAsItsVectorSays(string name)
    {
        var vector = VectorFiles.Cases("note", "trust-files.json").Single(c => c.GetProperty("name").GetString() == name);
        var expected = Enum.Parse<TrustFileFault>(vector.GetProperty("expect").GetString()!);

        var isOk = TrustFile.TryParse(Encoding.UTF8.GetBytes(vector.GetProperty("text").GetString()!), out var trust, out var fault);

        Assert.Equal(expected, fault);
        Assert.Equal(expected == TrustFileFault.None, isOk);
        Assert.Equal(isOk, trust is not null);
    }

    public static TheoryData<string> Vectors() =>
        [.. VectorFiles.Cases("note", "trust-files.json").Select(c => c.GetProperty("name").GetString()!)];

    [Fact]
    public void Vectors_CoverEveryFault() => Assert.Equal(
        Enum.GetNames<TrustFileFault>().Order(StringComparer.Ordinal),
        VectorFiles.Cases("note", "trust-files.json").Select(c => c.GetProperty("expect").GetString()!).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void File_ThatWasFormatted_IsReadBack()
    {
        var (log, identity) = (new TestKey("log.example").Key, new TestKey("identity.example").Key);

        Assert.True(TrustFile.TryParse(new TrustFile(log, identity).Format(), out var both, out _));
        Assert.Equal((log.ToString(), identity.ToString()), (both.Log.ToString(), both.Identity?.ToString()));
        Assert.True(TrustFile.TryParse(new TrustFile(log, null).Format(), out var one, out _));
        Assert.Null(one.Identity);
    }

    [Fact]
    public void File_NotUtf8_IsRefused()
    {
        Assert.False(TrustFile.TryParse([0xff, (byte)'\n'], out _, out var fault));
        Assert.Equal(TrustFileFault.NotText, fault);
    }
}
