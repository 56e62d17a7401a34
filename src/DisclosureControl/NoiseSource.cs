namespace Broker.DisclosureControl;

/// <summary>Draws many discrete Gaussians from one generator, without allocating; what it has of random bytes is wiped when it is disposed.</summary>
/// <remarks>
/// References: docs/specs/disclosure-control.md ("The sampler"). One thread at a time. Draws of one variance after another are the
/// fastest: what follows from the variance is kept from draw to draw.
/// </remarks>
public sealed class NoiseSource : IDisposable
{
    private readonly Coins coins;
    private NoiseVariance known;
    private SamplerTerms terms;
    private bool disposed;

    /// <summary>A source over a generator.</summary>
    /// <param name="random">The system's cryptographic generator; it is asked for 1 KiB at a time.</param>
    public NoiseSource(RandomFill random)
        : this(new Coins(random))
    {
    }

    internal NoiseSource(Coins coins) => this.coins = coins;

    /// <summary>One draw, as <see cref="DiscreteGaussian.Draw(NoiseVariance, RandomFill)"/>, independent of all others.</summary>
    /// <param name="variance">sigma²; 0 draws 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The variance is outside the sampler's range.</exception>
    /// <exception cref="ObjectDisposedException">The source was disposed.</exception>
    public long Draw(NoiseVariance variance)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (variance.Numerator == 0)
        {
            return 0;
        }

        if (variance != known)
        {
            (terms, known) = (SamplerTerms.Of(variance), variance);
        }

        return DiscreteGaussian.Draw(terms, new RandomCoins(coins));
    }

    /// <summary>Wipes the random bytes that were not used.</summary>
    public void Dispose()
    {
        disposed = true;
        coins.Forget();
    }
}
