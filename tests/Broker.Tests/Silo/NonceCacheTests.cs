using System.Buffers.Text;
using System.Globalization;
using Broker.Silo.Grains;
using Broker.Silo.Storage;

namespace Broker.Tests.Silo;

public sealed class NonceCacheTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Nonces_OfALongDay_AreRefusedAgainWhileTheyLastAndForgottenAfterwards()
    {
        await using var store = new SqliteStore(Path.Combine(folder.Path, "nonces.db"));
        var cache = new NonceCache(new WallClock(time, store), store);
        time.Advance(TimeSpan.FromSeconds(2));
        var most = 0;
        for (int i = 0; i < 3600; i++)
        {
            Assert.True(await Use(cache, i));
            Assert.False(await Use(cache, i));
            Assert.False(await Use(cache, Math.Max(0, i - 330))); // of the oldest signature that can still hold
            most = Math.Max(most, cache.Count);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(most, 331, 700);
    }

    private Task<bool> Use(NonceCache cache, int number)
    {
        byte[] nonce = new byte[16];
        BitConverter.TryWriteBytes(nonce, number);
        return cache.TryUse(Base64Url.EncodeToString(nonce), string.Create(CultureInfo.InvariantCulture, $"sig=();created={time.GetUtcNow().ToUnixTimeSeconds()};expires=0"));
    }
}
