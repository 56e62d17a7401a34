using Broker.Sealing.Tests.Support;
using Xunit.Abstractions;

namespace Broker.Sealing.Tests.Soak;

/// <summary>The time of a refusal says nothing of where the ciphertext was altered. `make soak` runs these.</summary>
[Trait("Category", "Soak")]
public sealed class RefusalTimeTests(ITestOutputHelper output)
{
    private const int Pairs = 4000;
    private const double Allowed = 0.05;

    [Theory]
    [InlineData(32, 33)]
    [InlineData(32, -1)]
    [InlineData(32, 1000)]
    [InlineData(1000, -16)]
    public async Task Open_OfAnAlteredObservation_TakesTheSameTimeWhereverItIs(int place, int otherPlace)
    {
        using var scene = new DepositScene { Observation = new byte[2000] };
        var (one, other) = (Refusal(scene, place), Refusal(scene, otherPlace));
        await AssertAlikeAsync(one, other);
    }

    [Fact]
    public async Task Open_OfAnAlteredEncapsulatedKey_TakesTheTimeOfAnAlteredTag()
    {
        using var scene = new DepositScene { Observation = new byte[2000] };
        await AssertAlikeAsync(Refusal(scene, 0), Refusal(scene, -1));
    }

    [Fact]
    public async Task Meter_OfWorksThatDiffer_TellsThemApart()
    {
        using var scene = new DepositScene { Observation = new byte[2000] };
        var once = Refusal(scene, 32);
        var area = await TimingPairs.AreaAsync(400, Task(once), Task(() =>
        {
            once();
            once();
        }));
        Assert.InRange(area, 0.9, 1);
        Assert.Equal(0.5, TimingPairs.Area([1, 2, 3], [1, 2, 3]));
        Assert.Equal(1, TimingPairs.Area([1, 2, 3], [4]));
        Assert.Equal(0, TimingPairs.Area([4, 5], [1, 2, 3]));
    }

    private static Action Refusal(DepositScene scene, int place)
    {
        var forge = new PackageForge(scene)
        {
            EditSealed = bytes =>
            {
                bytes[place < 0 ? bytes.Length + place : place] ^= 1;
                return bytes;
            },
        };
        Assert.True(DepositPackage.TryRead(forge.Build(), out var parts, out _));
        Assert.Null(DepositOpener.Check(parts, scene.Origin, scene.Keys, scene.EpochPublicKey, out var head, out var headBytes));
        var (scratch, observation) = (new byte[parts.Observation.Length], parts.Observation);
        return () => Assert.Equal(
            DepositRefusal.OpenFailed,
            DepositOpener.OpenObservation(head!, headBytes.Span, observation.Span, scene.EpochPrivateKey, scene.EnrolmentSecret, scratch, out _));
    }

    private static Func<Task> Task(Action work) => () =>
    {
        work();
        return System.Threading.Tasks.Task.CompletedTask;
    };

    private async Task AssertAlikeAsync(Action one, Action other)
    {
        var area = await TimingPairs.AreaAsync(Pairs, Task(one), Task(other));
        output.WriteLine($"area under the curve {area:0.000} over {Pairs} pairs");
        Assert.InRange(area, 0.5 - Allowed, 0.5 + Allowed);
    }
}
