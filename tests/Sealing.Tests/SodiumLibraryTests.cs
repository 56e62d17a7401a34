using Broker.Sealing.Interop;

namespace Broker.Sealing.Tests;

public sealed class SodiumLibraryTests
{
    [Fact]
    public void EnsureAvailable_WithTheSystemLibrary_GivesItsVersion()
    {
        SodiumLibrary.EnsureAvailable();
        Assert.True(Version.Parse(SodiumLibrary.Version) >= new Version(1, 0, 18));
    }

    [Fact]
    public void Load_WithoutAnyLibrary_SaysWhatToInstall()
    {
        var error = Assert.Throws<SealingUnavailableException>(() => SodiumLoader.Load(["libsodium-that-is-not-there.so.0"]));
        Assert.Contains("install libsodium23", error.Message, StringComparison.Ordinal);
    }
}
