using System.Runtime.Versioning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Embedded.Tests.Grains;
using Orleans.Embedded.Tests.Harness;

namespace Orleans.Embedded.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class HostOrderTests : IDisposable
{
    private readonly SocketFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task OtherServices_StartBeforeTheSocketOpensAndStopAfterTheGrainsEnded()
    {
        Neighbour? neighbour = null;
        await using var host = await EngineHost.StartAsync(
            options => options.SocketPath = _folder.Socket,
            services => services.AddHostedService(provider => neighbour = new Neighbour(provider, _folder.Socket)));
        Assert.True(File.Exists(_folder.Socket));

        await host.StopAsync();

        Assert.NotNull(neighbour);
        Assert.False(neighbour.SocketAtStart);
        Assert.Equal("probe/neighbour", neighbour.AnswerAtStart);
        Assert.Equal(0, neighbour.GrainsAtStop);
        Assert.False(File.Exists(_folder.Socket));
    }

    [Fact]
    public async Task Socket_WithOtherUsersAllowed_IsOpenToTheGroupOnly()
    {
        await using var host = await EngineHost.StartAsync(options =>
        {
            options.SocketPath = _folder.Socket;
            options.AllowedUserIds.Add(uint.MaxValue);
        });

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite,
            File.GetUnixFileMode(_folder.Socket));
    }

    private sealed class Neighbour(IServiceProvider services, string socket) : IHostedService
    {
        public bool SocketAtStart { get; private set; }

        public string? AnswerAtStart { get; private set; }

        public int GrainsAtStop { get; private set; } = -1;

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            SocketAtStart = File.Exists(socket);
            AnswerAtStart = await services.GetRequiredService<IGrainFactory>().GetGrain<IProbeGrain>("probe/neighbour").KeyAsync();
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            GrainsAtStop = services.GetRequiredService<Silo.EmbeddedSilo>().Directory.Count;
            return Task.CompletedTask;
        }
    }
}
