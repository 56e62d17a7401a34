using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Broker.Gateway;
using Broker.Gateway.WebKeys;
using Broker.Silo.Storage;
using Broker.Tests.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

namespace Broker.Tests.Journeys;

/// <summary>The gateway's keys in a real silo, through the real socket.</summary>
[SuppressMessage("Design", "CA1001", Justification = "the test runner calls DisposeAsync")]
public sealed class WebKeysJourneyTests : IAsyncLifetime
{
    private static readonly byte[] Message = "a token of the gateway"u8.ToArray();

    private readonly TemporaryFolder folder = new();
    private readonly TestAccount @operator = TestAccount.New("operator");
    private SiloHost silo = null!;

    public async Task InitializeAsync() => silo = await StartSiloAsync();

    public async Task DisposeAsync()
    {
        await silo.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Token_OfOneGateway_IsOpenedByAnotherAndAfterARestartAndByNobodyWhileSealed()
    {
        byte[] token;
        await using (WebApplication first = await StartGatewayAsync())
        {
            token = Protector(first).Protect(Message);
        }

        await using (WebApplication second = await StartGatewayAsync())
        {
            Assert.Equal(Message, Protector(second).Unprotect(token));
        }

        await silo.Vault.SealAsync();
        await using (WebApplication third = await StartGatewayAsync())
        {
            Assert.Throws<WebKeysSealedException>(() => Protector(third).Unprotect(token));
            Assert.Throws<WebKeysSealedException>(() => Protector(third).Protect(Message));
        }

        Assert.Equal(1, Count());
        await silo.DisposeAsync();
        silo = await StartSiloAsync();
        await using WebApplication fourth = await StartGatewayAsync();
        Assert.Equal(Message, Protector(fourth).Unprotect(token));
        Assert.Equal(1, Count());
    }

    [Fact]
    public async Task DataFolder_WithAGatewaysKey_HoldsItsMasterKeyInNoForm()
    {
        List<byte[]> keys;
        await using (WebApplication gateway = await StartGatewayAsync())
        {
            Protector(gateway).Protect(Message);
            keys = [.. gateway.Services.GetRequiredService<IKeyManager>().GetAllKeys()
                .Select(key => Convert.FromBase64String(key.Descriptor.ExportToXml().SerializedDescriptorElement.Descendants("value").Single().Value))];
        }

        await silo.DisposeAsync();
        byte[] all = [.. Directory.EnumerateFiles(folder.At("data"), "*", SearchOption.AllDirectories).SelectMany(File.ReadAllBytes)];
        Assert.Single(keys);
        Assert.True(all.AsSpan().IndexOf("web_keys"u8) >= 0, "the search reads the store");
        foreach (byte[] key in keys)
        {
            Assert.True(all.AsSpan().IndexOf(key.AsSpan(0, 16)) < 0, "the raw key is on disk");
            Assert.True(all.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Convert.ToBase64String(key)[..20])) < 0, "the key is on disk as base64");
        }

        Assert.True(all.AsSpan().IndexOf("masterKey"u8) < 0, "an element is on disk in clear");
        silo = await StartSiloAsync();
    }

    private Task<SiloHost> StartSiloAsync() => SiloHost.StartAsync(folder.At("data"), @operator, options => options.Socket = folder.At("run", "silo.sock"));

    private async Task<WebApplication> StartGatewayAsync()
    {
        WebApplication gateway = GatewayHost.Build(
            ["--Gateway:Url", $"http://localhost:{FreePort()}", "--Gateway:SiloSocket", folder.At("run", "silo.sock")], TimeProvider.System, RandomNumberGenerator.Fill);
        await gateway.StartAsync();
        return gateway;
    }

    private static IDataProtector Protector(WebApplication gateway) => gateway.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("journey");

    private long Count() => silo.Store.Read(connection => connection.Number("SELECT count(*) FROM web_keys")) ?? -1;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
