using System.Net;
using Broker.Contracts;
using Broker.Gateway.Witnesses;
using Broker.Tests.Cli;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Broker.Tests.Gateway;

/// <summary>The gateway's way to a witness, against servers that are not one.</summary>
public sealed class WitnessMailTests
{
    private static readonly byte[] Body = "old 0\n\nbody\n"u8.ToArray();

    [Fact]
    public async Task Errand_Carried_IsAPostOfTheBodyAndBringsBackStatusAndBytes()
    {
        byte[] seen = [];
        await using var server = await Server(async context =>
        {
            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body);
            seen = body.ToArray();
            Assert.Equal(("POST", "/w/add-checkpoint"), (context.Request.Method, context.Request.Path.Value));
            Assert.DoesNotContain(context.Request.Headers.Keys, name => name is "Cookie" or "traceparent" or "Authorization");
            context.Response.StatusCode = 409;
            await context.Response.WriteAsync("17\n");
        });

        var reply = await Carry(UrlOf(server) + "/w");

        Assert.Equal(Body, seen);
        Assert.Equal((409, "17\n"), (reply.Status, System.Text.Encoding.UTF8.GetString(reply.Body)));
        Assert.Equal("w1", reply.Witness);
    }

    [Fact]
    public async Task Errand_RedirectedElsewhere_IsNotFollowed()
    {
        var calls = 0;
        await using var other = await Server(_ =>
        {
            Interlocked.Increment(ref calls);
            return Task.CompletedTask;
        });
        await using var server = await Server(context =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = UrlOf(other) + "/add-checkpoint";
            return Task.CompletedTask;
        });

        Assert.Equal(307, (await Carry(UrlOf(server))).Status);
        Assert.Equal(0, calls);
    }

    [Theory]
    [InlineData(WitnessMail.LongestAnswer, 200)]
    [InlineData(WitnessMail.LongestAnswer + 1, WitnessMail.NoAnswer)]
    public async Task Answer_LongerThanTheLimit_IsNone(int length, int status)
    {
        await using var server = await Server(context => context.Response.Body.WriteAsync(new byte[length]).AsTask());

        var reply = await Carry(UrlOf(server));

        Assert.Equal((status, status == 200 ? length : 0), (reply.Status, reply.Body.Length));
    }

    [Fact]
    public async Task Answer_ThatNeverEnds_IsCutOffAtTheLimit()
    {
        await using var server = await Server(async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[4096]);
            }
        });

        Assert.Equal(WitnessMail.NoAnswer, (await Carry(UrlOf(server))).Status);
    }

    [Fact]
    public async Task Answer_ThatDoesNotCome_IsGivenUpAfterTenSeconds()
    {
        InstantClock clock = new();
        using WitnessMail mail = new(clock, new Unanswered());

        var reply = await mail.Carry(new WitnessErrand("w1", "http://127.0.0.1:1", Body), CancellationToken.None);

        Assert.Equal(WitnessMail.NoAnswer, reply.Status);
        Assert.Equal([TimeSpan.FromSeconds(10)], clock.Waits);
    }

    [Fact]
    public async Task Witness_ThatIsNotThere_IsNoAnswer()
    {
        var server = await Server(_ => Task.CompletedTask);
        var url = UrlOf(server);
        await server.DisposeAsync();

        Assert.Equal(WitnessMail.NoAnswer, (await Carry(url)).Status);
    }

    [Theory]
    [InlineData("http://witness.example:5090", "http://witness.example:5090/add-checkpoint")]
    [InlineData("https://witness.example/w1/", "https://witness.example/w1/add-checkpoint")]
    [InlineData("file:///etc", null)]
    [InlineData("ftp://witness.example", null)]
    [InlineData("http://name:word@witness.example", null)]
    [InlineData("http://witness.example/?a=b", null)]
    [InlineData("http://witness.example/#a", null)]
    [InlineData("witness.example", null)]
    [InlineData("/add-checkpoint", null)]
    [InlineData("", null)]
    public void Address_OfAnErrand_IsOfTheWebOrNone(string url, string? address) => Assert.Equal(address, WitnessMail.Address(url)?.ToString());

    private static async Task<WitnessReply> Carry(string url)
    {
        using WitnessMail mail = new(TimeProvider.System);
        return await mail.Carry(new WitnessErrand("w1", url, Body), CancellationToken.None);
    }

    private static async Task<WebApplication> Server(RequestDelegate handle)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = builder.Build();
        server.Run(handle);
        await server.StartAsync();
        return server;
    }

    private static string UrlOf(WebApplication server) => server.Urls.First();

    private sealed class Unanswered : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException("nothing comes after an endless wait");
        }
    }
}
