using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

public sealed class DepositTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2000, 100_000)]
    [InlineData(200_000, 300_000)]
    public void Seal_ThenReceive_GivesTheObservationAndTheOrganisationItsSource(int observationSize, int sourceSize)
    {
        var content = new SeededRandom("content");
        using var scene = new DepositScene { Observation = content.Bytes(observationSize), Source = content.Bytes(sourceSize) };
        var package = scene.Seal();
        Assert.Null(scene.Receive(package, out var observation));
        Assert.Equal(scene.Observation, observation);

        Assert.True(DepositPackage.TryRead(package, out var parts, out _));
        using var opened = new MemoryStream();
        Assert.True(AgeEnvelope.TryOpen(opened, new MemoryStream(parts.Source.ToArray()), scene.SourceIdentity, out _));
        var padded = opened.ToArray();
        Assert.True(Padding.TryUnpad(padded, out var range));
        var firstLine = System.Text.Encoding.ASCII.GetBytes($"record {scene.Record} depositor {scene.Depositor}\n");
        Assert.Equal([.. firstLine, .. scene.Source], padded[range]);
    }

    [Fact]
    public void Seal_OfContentsOfNearbyLengths_GivesPackagesOfOneSize()
    {
        using var small = new DepositScene { Observation = new byte[1], Source = [] };
        using var large = new DepositScene { Observation = new byte[900], Source = new byte[900] };
        Assert.Equal(small.Seal().Length, large.Seal().Length);
    }

    [Fact]
    public void Seal_Twice_SharesNoCiphertext()
    {
        using var scene = new DepositScene();
        Assert.True(DepositPackage.TryRead(scene.Seal(), out var first, out _));
        Assert.True(DepositPackage.TryRead(scene.Seal(), out var second, out _));
        Assert.NotEqual(first.Observation.ToArray()[..64], second.Observation.ToArray()[..64]);
        Assert.NotEqual(first.Source.ToArray()[^64..], second.Source.ToArray()[^64..]);
    }

    [Fact]
    public void Receive_AtAnotherOrigin_IsRefused()
    {
        using var here = new DepositScene();
        using var there = new DepositScene { Origin = Origin.Parse("broker.example/other") };
        Assert.Equal(DepositRefusal.WrongOrigin, there.Receive(here.Seal(), out _));
    }

    [Fact]
    public void Receive_FromAnotherDepositor_IsRefused()
    {
        using var scene = new DepositScene();
        using var stranger = new DepositScene("stranger") { Epoch = scene.Epoch };
        Assert.Equal(DepositRefusal.ManifestSignature, scene.Receive(stranger.Seal(), out _));

        // The same key under another id: the head decides.
        using var renamed = new DepositScene { Depositor = AccountId.Parse("00000000000000ff") };
        Assert.Equal(DepositRefusal.WrongDepositor, scene.Receive(renamed.Seal(), out _));
    }

    [Fact]
    public void Receive_ForAnotherEpoch_IsRefused()
    {
        using var scene = new DepositScene();
        using var unknown = new DepositScene { Epoch = scene.Epoch with { Id = EpochId.Parse("00000000") } };
        Assert.Equal(DepositRefusal.UnknownEpoch, scene.Receive(unknown.Seal(), out _));

        using var other = X25519PrivateKey.Generate(new SeededRandom("other epoch").Fill);
        using var otherKey = new DepositScene { Epoch = scene.Epoch with { PublicKey = other.PublicKey } };
        Assert.Equal(DepositRefusal.UnknownEpoch, scene.Receive(otherKey.Seal(), out _));
    }

    [Fact]
    public void OpenObservation_WithAnotherKeySecretOrHead_IsOpenFailed()
    {
        using var scene = new DepositScene();
        using var stranger = new DepositScene("stranger");
        Assert.True(DepositPackage.TryRead(scene.Seal(), out var parts, out _));
        Assert.Null(DepositOpener.Check(parts, scene.Origin, scene.Keys, scene.EpochPublicKey, out var head, out var headBytes));
        DepositRefusal? Open(DepositHead used, byte[] bytes, X25519PrivateKey key, SecretKey secret) =>
            DepositOpener.OpenObservation(used, bytes, parts.Observation.Span, key, secret, new byte[parts.Observation.Length], out _);

        var bytes = headBytes.ToArray();
        Assert.Null(Open(head!, bytes, scene.EpochPrivateKey, scene.EnrolmentSecret));
        Assert.Equal(DepositRefusal.OpenFailed, Open(head!, bytes, stranger.EpochPrivateKey, scene.EnrolmentSecret));
        Assert.Equal(DepositRefusal.OpenFailed, Open(head!, bytes, scene.EpochPrivateKey, stranger.EnrolmentSecret));
        Assert.Equal(DepositRefusal.OpenFailed, Open(head! with { Depositor = stranger.Depositor }, bytes, scene.EpochPrivateKey, scene.EnrolmentSecret));
        Assert.Equal(DepositRefusal.OpenFailed, Open(head! with { Epoch = stranger.Epoch.Id }, bytes, scene.EpochPrivateKey, scene.EnrolmentSecret));
        Assert.Equal(DepositRefusal.OpenFailed, Open(head! with { Origin = Origin.Parse("o") }, bytes, scene.EpochPrivateKey, scene.EnrolmentSecret));
        Assert.Equal(DepositRefusal.OpenFailed, Open(head!, [.. bytes, 0], scene.EpochPrivateKey, scene.EnrolmentSecret));
        Assert.Throws<ArgumentException>(() => DepositOpener.OpenObservation(
            head!, bytes, parts.Observation.Span, scene.EpochPrivateKey, scene.EnrolmentSecret, new byte[100], out _));
    }

    [Fact]
    public void Seal_WithoutARecipientOrOverALimit_IsACallersBug()
    {
        using var scene = new DepositScene { Caveats = new byte[DepositLimits.Caveats + 1] };
        Assert.Throws<ArgumentException>(scene.Seal);
        using var large = new DepositScene { Observation = new byte[DepositLimits.Observation] };
        Assert.Throws<ArgumentException>(large.Seal);
    }
}
