using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Broker.Gateway;
using Broker.Gateway.Http;
using Broker.Gateway.Problems;
using Broker.Gateway.WebKeys;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Broker.Tests.Gateway;

/// <summary>DataProtection's keys live in the silo, wrapped under the vault; while that is sealed none is made, read or used.</summary>
public sealed partial class WebKeysTests
{
    private static readonly byte[] Message = "a token of the gateway"u8.ToArray();

    [Fact]
    public void Protect_Unsealed_StoresOneKeyAndAnotherGatewayOpens()
    {
        using var first = new TestGateway();
        var token = Protector(first).Protect(Message);
        Assert.Single(first.Grains.WebKeys.Stored);
        Assert.StartsWith("key-", first.Grains.WebKeys.Stored[0].Name, StringComparison.Ordinal);

        using var second = new TestGateway(("Gateway:Url", "http://localhost:5081"));
        second.Grains.WebKeys = first.Grains.WebKeys;
        Assert.Equal(Message, Protector(second).Unprotect(token));
        Assert.Single(first.Grains.WebKeys.Stored);
    }

    [Fact]
    public void Protect_Sealed_IsRefusedAndNothingIsAskedOrStored()
    {
        using var gateway = new TestGateway();
        Seal(gateway);
        Assert.Throws<WebKeysSealedException>(() => Protector(gateway).Protect(Message));
        Assert.Throws<WebKeysSealedException>(() => Protector(gateway).Unprotect(Message));
        Assert.Equal((0, 0), (gateway.Grains.WebKeys.Calls, gateway.Grains.WebKeys.Stored.Count));
    }

    // Reading, wrapping the secret, wrapping the whole, storing, and what comes after: the vault may be sealed before any of them.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Protect_SealedOnTheWay_IsRefusedAsSealedAndNothingIsStored(int calls)
    {
        using var gateway = new TestGateway();
        gateway.Grains.WebKeys.CallsUntilSealed = calls;
        Assert.Throws<WebKeysSealedException>(() => Protector(gateway).Protect(Message));
        Assert.Empty(gateway.Grains.WebKeys.Stored);

        gateway.Grains.WebKeys.UnsealForGood();
        Assert.Equal(Message, Protector(gateway).Unprotect(Protector(gateway).Protect(Message)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Unprotect_SealedWhileTheKeyIsOpened_IsRefusedAndNoNewKeyIsMade(int calls)
    {
        using var first = new TestGateway();
        var token = Protector(first).Protect(Message);
        using var second = new TestGateway();
        second.Grains.WebKeys = first.Grains.WebKeys;
        second.Grains.WebKeys.CallsUntilSealed = second.Grains.WebKeys.Calls + calls;
        Assert.Throws<WebKeysSealedException>(() => Protector(second).Unprotect(token));
        Assert.Single(first.Grains.WebKeys.Stored);

        second.Grains.WebKeys.UnsealForGood();
        Assert.Equal(Message, Protector(second).Unprotect(token));
        Assert.Single(first.Grains.WebKeys.Stored);
    }

    [Fact]
    public void Unprotect_SealedWhileAnOlderKeyIsOpened_WorksAgainOnceUnsealed()
    {
        using var first = new TestGateway();
        var old = Protector(first).Protect(Message);
        var now = TimeProvider.System.GetUtcNow();
        first.Services.GetRequiredService<IKeyManager>().CreateNewKey(now, now.AddDays(30));
        using var second = new TestGateway();
        second.Grains.WebKeys = first.Grains.WebKeys;
        Protector(second).Protect(Message);
        second.Grains.WebKeys.CallsUntilSealed = second.Grains.WebKeys.Calls;
        Assert.Throws<WebKeysSealedException>(() => Protector(second).Unprotect(old));

        second.Grains.WebKeys.UnsealForGood();
        Assert.Equal(Message, Protector(second).Unprotect(old));
    }

    [Fact]
    public void Protect_SealedAgain_IsRefusedAlthoughTheKeysAreHeld()
    {
        var clock = new SteppedClock();
        using var gateway = new TestGateway { Clock = clock };
        var token = Protector(gateway).Protect(Message);
        Seal(gateway);
        Assert.Equal(Message, Protector(gateway).Unprotect(token));
        clock.Advance(VaultGate.Memory);
        Assert.Throws<WebKeysSealedException>(() => Protector(gateway).Unprotect(token));
        Unseal(gateway);
        Assert.Equal(Message, Protector(gateway).Unprotect(token));
    }

    [Fact]
    public async Task Gateway_StartedWhileSealed_AsksForNoKey()
    {
        using var gateway = new TestGateway();
        Seal(gateway);
        using var answer = await gateway.CreateClient().GetAsync(new Uri("/healthz", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(0, gateway.Grains.WebKeys.Calls);
        Assert.Empty(gateway.Grains.Keys);
    }

    [Fact]
    public void Attacker_WithEverythingStored_FindsNoMasterKeyInAnyForm()
    {
        using var gateway = new TestGateway();
        Protector(gateway).Protect(Message);
        var keys = MasterKeys(gateway);
        var stored = gateway.Grains.WebKeys.Stored.Select(element => element.Element).ToList();
        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.All(stored, element => Assert.False(Holds(element, key))));

        // The same search finds the key in the clear element, so that it can fail.
        var clear = Encoding.UTF8.GetBytes($"<key><value>{Convert.ToBase64String(keys[0])}</value></key>");
        Assert.True(Holds(clear, keys[0]));
    }

    [Fact]
    public void Element_OpenedByTheVault_HoldsTheSecretAsBase64OfAWrapOnly()
    {
        using var gateway = new TestGateway();
        Protector(gateway).Protect(Message);
        Assert.True(gateway.Grains.WebKeys.TryOpen(gateway.Grains.WebKeys.Stored[0].Element, out var plain));
        Assert.All(MasterKeys(gateway), key => Assert.False(Holds(plain, key)));
        var wrapped = XElement.Parse(Encoding.UTF8.GetString(plain)).Descendants("vaultWrapped").Single();
        Assert.Empty(wrapped.Elements());
        Assert.True(Base64.IsValid(wrapped.Value));
    }

    [Fact]
    public void Attacker_WhoAddsAKeyOfItsOwnToTheStore_IsLeftAside()
    {
        using var forger = new TestGateway();
        var forged = Protector(forger).Protect(Message);
        using var gateway = new TestGateway();
        var own = Protector(gateway).Protect(Message);
        Assert.True(forger.Grains.WebKeys.TryOpen(forger.Grains.WebKeys.Stored[0].Element, out var clear));

        using var victim = new TestGateway();
        victim.Grains.WebKeys = gateway.Grains.WebKeys;
        victim.Grains.WebKeys.Stored.Add(("key-forged", forger.Grains.WebKeys.Stored[0].Element));
        victim.Grains.WebKeys.Stored.Add(("key-clear", clear));
        Assert.Equal(Message, Protector(victim).Unprotect(own));
        Assert.Throws<CryptographicException>(() => Protector(victim).Unprotect(forged));
    }

    [Fact]
    public async Task Exception_OfASealedVault_IsTheProblemSealed()
    {
        using var gateway = new TestGateway();
        var context = new DefaultHttpContext { RequestServices = gateway.Services };
        using var body = new MemoryStream();
        context.Response.Body = body;
        var translation = new FaultTranslation(
            _ => throw new WebKeysSealedException(), gateway.Services.GetRequiredService<Broker.Gateway.Silo>(), gateway.Services.GetRequiredService<ProblemWriter>(), NullLogger<FaultTranslation>.Instance);
        await translation.Invoke(context);
        using var problem = JsonDocument.Parse(body.ToArray());
        Assert.Equal(("sealed", 503), (problem.RootElement.GetProperty("code").GetString(), context.Response.StatusCode));
    }

    [Fact]
    public void Log_OfASealedVault_StaysQuiet()
    {
        var folder = Directory.CreateTempSubdirectory("broker-log-").FullName;
        try
        {
            using (var gateway = new TestGateway(("Gateway:LogFolder", folder)))
            {
                Seal(gateway);
                for (var i = 0; i < 5; i++)
                {
                    Assert.Throws<WebKeysSealedException>(() => Protector(gateway).Protect(Message));
                }
            }

            Assert.DoesNotContain(
                Directory.GetFiles(folder).SelectMany(File.ReadAllLines),
                line => line.Contains("DataProtection", StringComparison.Ordinal) || line.Contains(" ERR ", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IDataProtector Protector(TestGateway gateway) => gateway.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static void Seal(TestGateway gateway)
    {
        gateway.Grains.SiloState = gateway.Grains.SiloState with { Vault = "sealed" };
        gateway.Grains.WebKeys.IsSealed = true;
    }

    private static void Unseal(TestGateway gateway)
    {
        gateway.Grains.SiloState = gateway.Grains.SiloState with { Vault = "unsealed" };
        gateway.Grains.WebKeys.IsSealed = false;
    }

    /// <summary>The secrets of the gateway's keys, as the framework itself writes them when nothing encrypts.</summary>
    private static List<byte[]> MasterKeys(TestGateway gateway) =>
        [.. gateway.Services.GetRequiredService<IKeyManager>().GetAllKeys()
            .Select(key => Convert.FromBase64String(key.Descriptor.ExportToXml().SerializedDescriptorElement.Descendants("value").Single().Value))];

    /// <summary>Searches raw, as text, and in whatever of the bytes decodes as base64.</summary>
    private static bool Holds(byte[] stored, byte[] key)
    {
        var text = Encoding.Latin1.GetString(stored);
        var decoded = Words().Matches(text).Select(word => word.Value).Where(word => Base64.IsValid(word)).Select(Convert.FromBase64String);
        return decoded.Append(stored).Any(bytes => bytes.AsSpan().IndexOf(key.AsSpan(0, 16)) >= 0)
            || text.Contains(Convert.ToBase64String(key)[..20], StringComparison.Ordinal)
            || text.Contains(Convert.ToHexString(key)[..20], StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex("[A-Za-z0-9+/]{16,}={0,2}")]
    private static partial Regex Words();
}
