using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Storage;

namespace Broker.Tests.Silo;

/// <summary>The gateway's key ring in the silo: what is wrapped opens here and nowhere else, and nothing opens while the vault is sealed.</summary>
[SuppressMessage("Design", "CA1001", Justification = "the test runner calls DisposeAsync")]
public sealed class WebKeysTests : IAsyncLifetime
{
    private const int Largest = 64 * 1024;

    private readonly TemporaryFolder folder = new();
    private SiloHost silo = null!;

    private IWebKeysGrain Keys => silo.Grains.GetGrain<IWebKeysGrain>("webkeys/this");

    public async Task InitializeAsync() => silo = await SiloHost.StartAsync(folder.At("data"));

    public async Task DisposeAsync()
    {
        await silo.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(4096)]
    [InlineData(Largest - 40)]
    public async Task Element_Wrapped_OpensAgain(int length)
    {
        byte[] plain = RandomNumberGenerator.GetBytes(length);

        byte[] wrapped = await WrapAsync(plain);

        Assert.Equal(length + 40, wrapped.Length);
        Assert.Equal(plain, (await Keys.Unwrap(wrapped)).Bytes);
        Assert.NotEqual(wrapped, await WrapAsync(plain)); // a nonce of its own each time
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Largest - 39)]
    [InlineData(Largest * 2)]
    public async Task Wrap_OutsideOfTheLimits_IsMalformed(int length) => await AssertMalformedAsync(Keys.Wrap(new byte[length]));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(41)]
    [InlineData(1000)]
    [InlineData(Largest)]
    [InlineData(Largest + 1)]
    public async Task Unwrap_OfAnythingElse_IsMalformed(int length) => await AssertMalformedAsync(Keys.Unwrap(RandomNumberGenerator.GetBytes(length)));

    [Fact]
    public async Task Unwrap_OfEachBitFlippedAndEachLengthCut_IsMalformed()
    {
        byte[] wrapped = await WrapAsync("key"u8.ToArray());
        for (int bit = 0; bit < wrapped.Length * 8; bit++)
        {
            byte[] altered = [.. wrapped];
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            await AssertMalformedAsync(Keys.Unwrap(altered));
        }

        for (int length = 0; length < wrapped.Length; length++)
        {
            await AssertMalformedAsync(Keys.Unwrap(wrapped[..length]));
            await AssertMalformedAsync(Keys.Unwrap(wrapped[(wrapped.Length - length)..]));
        }

        await AssertMalformedAsync(Keys.Unwrap([.. wrapped, 0]));
        await AssertMalformedAsync(Keys.Unwrap([.. wrapped, .. wrapped]));
    }

    [Fact]
    public async Task Unwrap_OfAnotherInstance_IsMalformed()
    {
        await using SiloHost other = await SiloHost.StartAsync(folder.At("other"));

        await AssertMalformedAsync(Keys.Unwrap((await other.Grains.GetGrain<IWebKeysGrain>("webkeys/this").Wrap("key"u8.ToArray())).Bytes));
    }

    /// <summary>The same key ring under another origin: only the associated data tells the instances apart.</summary>
    [Fact]
    public async Task Unwrap_UnderAnotherOrigin_IsMalformed()
    {
        byte[] wrapped = await WrapAsync("key"u8.ToArray());
        using SecretKey key = silo.Vault.WebKey();
        byte[] foreign = new byte[3 + XChaCha20Poly1305.Overhead];
        XChaCha20Poly1305.Seal(foreign, key, Encoding.ASCII.GetBytes(Domains.WebKey(Origin.Parse("broker.example"))), "key"u8, RandomNumberGenerator.Fill);

        await AssertMalformedAsync(Keys.Unwrap(foreign));
        Assert.True(XChaCha20Poly1305.TryOpen(new byte[3], key, Encoding.ASCII.GetBytes(Domains.WebKey(silo.Vault.Origin)), wrapped));
    }

    /// <summary>An attacker who can call as the gateway does asks to open what the silo stores of others.</summary>
    [Fact]
    public async Task Unwrap_OfWhatTheStoreHolds_IsMalformed()
    {
        await silo.ActivatePolicyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo");
        await silo.DepositAsync(depositor, "k1", depositor.Seal(silo.Vault, new TestObservation("s1", new DateOnly(2013, 1, 10))).Package);
        string[] columns = ["sealed FROM accounts", "sealed FROM records", "sealed FROM data_keys", "manifest FROM records", "receipt FROM records", "sealed FROM idempotency"];
        foreach (string column in columns)
        {
            byte[] stored = silo.Store.Read(connection => connection.Blob($"SELECT {column} LIMIT 1"))!;
            await AssertMalformedAsync(Keys.Unwrap(stored));
            await AssertMalformedAsync(Keys.Unwrap(stored[8..])); // without the epoch's id
        }

        await AssertMalformedAsync(Keys.Unwrap(await File.ReadAllBytesAsync(folder.At("data", "key-ring"))));
    }

    [Fact]
    public async Task Elements_Stored_AreReadInTheirOrderAfterARestartToo()
    {
        byte[][] elements = [await WrapAsync("one"u8.ToArray()), await WrapAsync("two"u8.ToArray()), await WrapAsync("one"u8.ToArray())];
        foreach (byte[] element in elements)
        {
            Assert.Equal("ok", (await Keys.Store("key-1", element)).Code);
        }

        TestAccount operatorAccount = silo.Operator;
        await silo.DisposeAsync();
        silo = await SiloHost.StartAsync(folder.At("data"), operatorAccount);

        Assert.Equal(elements, (await Keys.Read()).Elements);
        Assert.Equal("two"u8.ToArray(), (await Keys.Unwrap(elements[1])).Bytes);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("a b", 1)]
    [InlineData("a/b", 1)]
    [InlineData("a\n", 1)]
    [InlineData("ä", 1)]
    [InlineData("key", 0)]
    [InlineData("key", Largest + 1)]
    public async Task Store_OutsideOfTheLimits_IsMalformedAndStoresNothing(string name, int length)
    {
        Assert.Equal("malformed", (await Keys.Store(name, new byte[length])).Code);
        Assert.Equal("malformed", (await Keys.Store(new string('a', 201), new byte[1])).Code);
        Assert.Empty((await Keys.Read()).Elements);
    }

    [Fact]
    public async Task Store_BeyondTheMostElements_IsRefusedAndChangesNothing()
    {
        await silo.Store.WriteAsync(connection =>
        {
            for (int i = 0; i < 999; i++)
            {
                connection.Execute("INSERT INTO web_keys (name, element) VALUES ('key', x'00')");
            }
        });

        Outcome[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Keys.Store("key", new byte[1])));

        Assert.Single(answers, answer => answer.IsOk);
        Assert.Equal(7, answers.Count(answer => answer.Code == "web-keys-full"));
        Assert.Equal(1000, (await Keys.Read()).Elements.Count);
    }

    [Fact]
    public async Task Ring_UnderAnotherName_IsMalformed()
    {
        IWebKeysGrain other = silo.Grains.GetGrain<IWebKeysGrain>("webkeys/that");

        Assert.Equal("malformed", (await other.Read()).Outcome.Code);
        Assert.Equal("malformed", (await other.Store("key", new byte[1])).Code);
        await AssertMalformedAsync(other.Wrap(new byte[1]));
    }

    [Fact]
    public async Task Everything_WhileSealed_AnswersSealed()
    {
        byte[] wrapped = await WrapAsync("key"u8.ToArray());
        Assert.Equal("ok", (await Keys.Store("key", wrapped)).Code);
        silo.Vault.Dispose();

        Assert.Equal("sealed", (await Keys.Read()).Outcome.Code);
        Assert.Empty((await Keys.Read()).Elements);
        Assert.Equal("sealed", (await Keys.Store("key", wrapped)).Code);
        Assert.Equal("sealed", (await Keys.Wrap("key"u8.ToArray())).Outcome.Code);
        WrapOutcome unwrapped = await Keys.Unwrap(wrapped);
        Assert.Equal("sealed", unwrapped.Outcome.Code);
        Assert.Empty(unwrapped.Bytes);
    }

    private async Task<byte[]> WrapAsync(byte[] plain)
    {
        WrapOutcome answer = await Keys.Wrap(plain);
        Assert.Equal("ok", answer.Outcome.Code);
        return answer.Bytes;
    }

    private static async Task AssertMalformedAsync(Task<WrapOutcome> call)
    {
        WrapOutcome answer = await call;
        Assert.Equal("malformed", answer.Outcome.Code);
        Assert.Empty(answer.Bytes);
    }
}
