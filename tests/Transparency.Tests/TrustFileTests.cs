using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

public sealed class TrustFileTests
{
    [Fact]
    public void File_ThatWasFormatted_IsReadBack()
    {
        var (log, identity) = (new TestKey("log.example").Key, new TestKey("identity.example").Key);

        Assert.True(TrustFile.TryParse(new TrustFile(log, identity, WitnessPolicy.None).Format(), out var both, out _));
        Assert.Equal((log.ToString(), identity.ToString()), (both.Log.ToString(), both.Identity?.ToString()));
        Assert.True(TrustFile.TryParse(new TrustFile(log, null, WitnessPolicy.None).Format(), out var one, out _));
        Assert.Null(one.Identity);
    }

    [Fact]
    public void File_NotUtf8_IsRefused()
    {
        Assert.False(TrustFile.TryParse([0xff, (byte)'\n'], out _, out var fault));
        Assert.Equal(TrustFileFault.NotText, fault);
    }
}
