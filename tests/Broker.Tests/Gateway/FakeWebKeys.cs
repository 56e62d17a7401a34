using System.Security.Cryptography;
using Broker.Contracts;

namespace Broker.Tests.Gateway;

/// <summary>A silo's key ring for gateways: really wraps, so that an attacker with the store has something to fail at.</summary>
internal sealed class FakeWebKeys : IWebKeysGrain
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private static readonly Outcome Refusal = Outcome.Refuse("sealed", "");

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    public bool IsSealed { get; set; }

    /// <summary>How many of the calls still to come are answered before the vault is sealed under them.</summary>
    public int CallsUntilSealed { get; set; } = int.MaxValue;

    public int Calls { get; private set; }

    public List<(string Name, byte[] Element)> Stored { get; } = [];

    /// <summary>Ends what <see cref="CallsUntilSealed"/> began.</summary>
    public void UnsealForGood() => (CallsUntilSealed, IsSealed) = (int.MaxValue, false);

    public Task<WebKeysOutcome> Read() => Task.FromResult(Open()
        ? new WebKeysOutcome(Outcome.Ok, [.. Stored.Select(stored => stored.Element)])
        : new WebKeysOutcome(Refusal, []));

    public Task<Outcome> Store(string name, byte[] element)
    {
        if (!Open())
        {
            return Task.FromResult(Refusal);
        }

        Stored.Add((name, [.. element]));
        return Task.FromResult(Outcome.Ok);
    }

    public Task<WrapOutcome> Wrap(byte[] plain)
    {
        if (!Open())
        {
            return Task.FromResult(new WrapOutcome(Refusal, []));
        }

        using var aes = new AesGcm(key, TagSize);
        var wrapped = new byte[NonceSize + plain.Length + TagSize];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, NonceSize));
        aes.Encrypt(wrapped.AsSpan(0, NonceSize), plain, wrapped.AsSpan(NonceSize, plain.Length), wrapped.AsSpan(NonceSize + plain.Length));
        return Task.FromResult(new WrapOutcome(Outcome.Ok, wrapped));
    }

    public Task<WrapOutcome> Unwrap(byte[] wrapped) => Task.FromResult(
        !Open() ? new WrapOutcome(Refusal, [])
        : TryOpen(wrapped, out var plain) ? new WrapOutcome(Outcome.Ok, plain)
        : new WrapOutcome(Outcome.Refuse("malformed", ""), []));

    /// <summary>Opens without counting: what the vault itself could do.</summary>
    public bool TryOpen(byte[] wrapped, out byte[] plain)
    {
        plain = new byte[Math.Max(0, wrapped.Length - NonceSize - TagSize)];
        if (wrapped.Length < NonceSize + TagSize)
        {
            return false;
        }

        using var aes = new AesGcm(key, TagSize);
        try
        {
            aes.Decrypt(wrapped.AsSpan(0, NonceSize), wrapped.AsSpan(NonceSize, plain.Length), wrapped.AsSpan(NonceSize + plain.Length), plain);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private bool Open()
    {
        Calls++;
        IsSealed |= Calls > CallsUntilSealed;
        return !IsSealed;
    }
}
