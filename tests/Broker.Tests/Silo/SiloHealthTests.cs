using Broker.Silo.Hosting;

namespace Broker.Tests.Silo;

public sealed class SiloHealthTests
{
    [Theory]
    [InlineData(SiloHealth.LeastFreeBytes - 1, true)]
    [InlineData(SiloHealth.LeastFreeBytes, false)]
    [InlineData(0, true)]
    public void Room_AgainstTheLeast_IsLowBelowIt(long free, bool low) => Assert.Equal(low, SiloHealth.IsLow(free));

    [Theory]
    [InlineData("broker-gateway", true, 998)]
    [InlineData("1234", true, 1234)]
    [InlineData("root", false, 0)]
    [InlineData("0", false, 0)]
    [InlineData("broken", false, 0)]
    [InlineData("nobody-here", false, 0)]
    [InlineData("", false, 0)]
    [InlineData("-1", false, 0)]
    [InlineData("4294967296", false, 0)]
    public void User_OfThePasswordFile_IsFoundUnlessRootOrUnknown(string user, bool found, uint id)
    {
        string[] lines = ["root:x:0:0:root:/root:/bin/sh", "broker-gateway:x:998:997:Broker gateway:/:/usr/sbin/nologin", "broken:x:12", ":x:7:7::/:/bin/false"];

        Assert.Equal(found, UserIds.TryFind(user, lines, out uint given));
        Assert.Equal(found ? id : 0, found ? given : 0);
    }
}
