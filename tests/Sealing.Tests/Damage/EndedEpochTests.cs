using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests.Damage;

/// <summary>A package sealed to an epoch that is over: what was good yesterday is refused, and its bytes open for nobody.</summary>
public sealed class EndedEpochTests
{
    [Fact]
    public void Package_OfAnEpochThatWasDestroyed_IsOfAnUnknownEpoch()
    {
        var random = new SeededRandom("ended epoch");
        using var ring = KeyRing.Create(random.Fill);
        var old = ring.CurrentEpoch;
        using var scene = new DepositScene { Epoch = new EpochKey(old.Id, old.Sealing.PublicKey) };
        var package = scene.Seal();
        Assert.Null(Check(package, scene, ring, out var parts, out var head, out var headBytes));
        Assert.Null(Open(parts, head!, headBytes, scene, old.Sealing));

        ring.Rotate(random.Fill, DateTimeOffset.UnixEpoch.AddDays(1));
        Assert.Null(Check(package, scene, ring, out _, out _, out _));

        Assert.True(ring.TryDestroyEpoch(old.Id));
        Assert.Equal(DepositRefusal.UnknownEpoch, Check(package, scene, ring, out _, out _, out _));
        Assert.Throws<ObjectDisposedException>(() => Open(parts, head!, headBytes, scene, old.Sealing));
        Assert.All(ring.Epochs, epoch => Assert.Equal(DepositRefusal.OpenFailed, Open(parts, head!, headBytes, scene, epoch.Sealing)));
    }

    [Fact]
    public void Ring_OpenedAgainAfterAnEpochsEnd_DoesNotKnowIt()
    {
        var random = new SeededRandom("ended epoch");
        using var root = SecretKey.Generate(random.Fill);
        using var ring = KeyRing.Create(random.Fill);
        var old = ring.CurrentEpoch;
        using var scene = new DepositScene { Epoch = new EpochKey(old.Id, old.Sealing.PublicKey) };
        var package = scene.Seal();
        ring.Rotate(random.Fill, DateTimeOffset.UnixEpoch.AddDays(1));
        Assert.True(ring.TryDestroyEpoch(old.Id));
        Assert.True(KeyRing.TryOpen(ring.SealUnder(root, random.Fill), root, out var opened, out _));
        using (opened)
        {
            Assert.Equal(DepositRefusal.UnknownEpoch, Check(package, scene, opened!, out _, out _, out _));
        }
    }

    private static DepositRefusal? Check(
        byte[] package, DepositScene scene, KeyRing ring, out PackageParts parts, out DepositHead? head, out ReadOnlyMemory<byte> headBytes)
    {
        Assert.True(DepositPackage.TryRead(package, out parts, out _));
        return DepositOpener.Check(parts, scene.Origin, scene.Keys, id => ring.FindEpoch(id)?.Sealing.PublicKey, out head, out headBytes);
    }

    private static DepositRefusal? Open(PackageParts parts, DepositHead head, ReadOnlyMemory<byte> headBytes, DepositScene scene, X25519PrivateKey key)
    {
        var scratch = new byte[parts.Observation.Length];
        var refusal = DepositOpener.OpenObservation(head, headBytes.Span, parts.Observation.Span, key, scene.EnrolmentSecret, scratch, out _);
        Assert.True(refusal is null || scratch.AsSpan().IndexOfAnyExcept((byte)0) < 0);
        return refusal;
    }
}
