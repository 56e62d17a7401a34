using System.Diagnostics;
using System.Globalization;
using Broker.Gateway;

namespace Broker.Tests.Gateway;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("http://localhost:5080", false, true)]
    [InlineData("http://127.0.0.1:5080", false, true)]
    [InlineData("http://[::1]:5080", false, true)]
    [InlineData("http://0.0.0.0:5080", false, false)]
    [InlineData("http://192.0.2.1:5080", false, false)]
    [InlineData("http://localhost.example:5080", false, false)]
    [InlineData("http://0.0.0.0:5080", true, true)]
    [InlineData("https://localhost:5080", false, false)]
    [InlineData("http://localhost:5080/path", false, false)]
    [InlineData("localhost:5080", false, false)]
    [InlineData("", false, false)]
    public void Url_ByAddress_IsTakenOrRefused(string url, bool allowRemote, bool valid)
    {
        var options = new GatewayOptions { Url = url, AllowRemote = allowRemote, SiloSocket = "/run/silo.sock" };
        Assert.Equal(valid, options.Faults().Count == 0);
    }

    [Theory]
    [InlineData("--Gateway:Unknown=1")]
    [InlineData("--Gateway:ConcurrentCalls=0")]
    [InlineData("--Gateway:ConcurrentCalls=many")]
    [InlineData("--Gateway:BodyBudgetMiB=100")]
    [InlineData("--Gateway:Url=http://0.0.0.0:80")]
    [InlineData("--Kestrel:Endpoints:Http:Url=http://0.0.0.0:80")]
    [InlineData("--Gateway:SiloSocket=")]
    [InlineData("--Gateway:SiloSocket=silo.sock")]
    public void Build_BadOption_IsRefusedWithoutItsValue(string argument)
    {
        string[] arguments = ["--Gateway:SiloSocket=/run/silo.sock", argument];
        var exception = Assert.Throws<GatewayOptionsException>(() => GatewayHost.Build(arguments, TimeProvider.System, span => span.Clear()));
        var fault = Assert.Single(exception.Faults);
        Assert.DoesNotContain(argument[(argument.IndexOf('=', StringComparison.Ordinal) + 1)..].PadLeft(2, '?'), fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Hosts_ByDefault_AreLoopbackOnly()
    {
        Assert.Equal(["127.0.0.1", "[::1]", "localhost"], new GatewayOptions().HostNames().Order(StringComparer.Ordinal));
        Assert.Equal(["broker.example"], new GatewayOptions { AllowedHosts = ["broker.example"] }.HostNames());
    }

    [Fact]
    public void Parent_LiveDeadAndZombie_AreToldApart()
    {
        var self = ParentProcess.Find(Environment.ProcessId);
        Assert.Equal(self, ParentProcess.Find(Environment.ProcessId));
        Assert.NotNull(self);
        Assert.Null(ParentProcess.Find(int.MaxValue));
    }

    [Fact]
    public async Task Parent_WhenGone_StopsTheGateway()
    {
        using var parent = Process.Start("sleep", "60");
        using var gateway = new TestGateway(("Gateway:StopWithParent", parent.Id.ToString(CultureInfo.InvariantCulture)));
        var lifetime = (Microsoft.Extensions.Hosting.IHostApplicationLifetime)gateway.Services.GetService(typeof(Microsoft.Extensions.Hosting.IHostApplicationLifetime))!;
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStopping.Register(() => stopping.TrySetResult());
        Assert.False(stopping.Task.IsCompleted);
        parent.Kill();
        await stopping.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(lifetime.ApplicationStopping.IsCancellationRequested);
    }
}
