using System.Text;
using Broker.Silo.Hosting;

namespace Broker.Tests.Hardening;

public sealed class LaunchEnvironmentTests
{
    [Theory]
    [InlineData("DOTNET_STARTUP_HOOKS=/x.dll")]
    [InlineData("DOTNET_ADDITIONAL_DEPS=/x")]
    [InlineData("DOTNET_SHARED_STORE=/x")]
    [InlineData("DOTNET_GCName=x.so")]
    [InlineData("DOTNET_GCPath=/x.so")]
    [InlineData("DOTNET_EnableDiagnostics=1")]
    [InlineData("DOTNET_ENABLEDIAGNOSTICS=1")]
    [InlineData("dotnet_enablediagnostics=1")]
    [InlineData("COMPlus_EnableDiagnostics=1")]
    [InlineData("DOTNET_DiagnosticPorts=/x")]
    [InlineData("DOTNET_DbgEnableMiniDump=1")]
    [InlineData("COMPlus_DbgEnableMiniDump=1")]
    [InlineData("DOTNET_PerfMapEnabled=1")]
    [InlineData("DOTNET_EnableEventPipe=1")]
    [InlineData("CORECLR_ENABLE_PROFILING=1")]
    [InlineData("CORECLR_PROFILER_PATH=/x.so")]
    [InlineData("CORECLR_PROFILER_PATH_64=/x.so")]
    [InlineData("CORECLR_NOTIFICATION_PROFILERS=/x.so")]
    [InlineData("LD_PRELOAD=/x.so")]
    [InlineData("LD_AUDIT=/x.so")]
    [InlineData("DOTNET_SomethingOfANextVersion=1")]
    [InlineData("DOTNET_")]
    public void Variable_ThatOpensTheProcess_IsTakenOut(string entry)
    {
        (IReadOnlyList<string> entries, bool isSame) = Clean("PATH=/bin", entry, "DOTNET_EnableDiagnostics=0");

        Assert.Equal(["PATH=/bin", "DOTNET_EnableDiagnostics=0"], entries);
        Assert.False(isSame);
    }

    [Theory]
    [InlineData("DOTNET_ROOT=/x")]
    [InlineData("DOTNET_ENVIRONMENT=Production")]
    [InlineData("DOTNET_GCHeapHardLimit=20000000")]
    [InlineData("DOTNET_Silo__DataFolder=/x")]
    [InlineData("Silo__DataFolder=/x")]
    [InlineData("HOME=/x")]
    [InlineData("PATH=/a=b")]
    [InlineData("EMPTY=")]
    [InlineData("=")]
    [InlineData("")]
    public void Variable_ThatDoesNot_IsKept(string entry)
    {
        (IReadOnlyList<string> entries, bool isSame) = Clean(entry, "DOTNET_EnableDiagnostics=0");

        Assert.Equal([entry, "DOTNET_EnableDiagnostics=0"], entries);
        Assert.True(isSame);
    }

    [Fact]
    public void Environment_WithoutTheSwitch_GetsIt()
    {
        (IReadOnlyList<string> entries, bool isSame) = Clean("HOME=/x");

        Assert.Equal(["HOME=/x", "DOTNET_EnableDiagnostics=0"], entries);
        Assert.False(isSame);
    }

    [Fact]
    public void Environment_Cleaned_IsCleanFromThenOn()
    {
        (IReadOnlyList<byte[]> once, _) = LaunchEnvironment.Clean([.. new[] { "A=1", "DOTNET_x=1", "CORECLR_y=1" }.Select(Encoding.UTF8.GetBytes)]);

        Assert.True(LaunchEnvironment.Clean(once).IsSame);
    }

    [Fact]
    public void Entry_ThatIsNoText_KeepsItsBytes()
    {
        byte[] entry = [(byte)'A', (byte)'=', 0xff, 0xfe];

        Assert.Equal(entry, LaunchEnvironment.Clean([entry]).Entries[0]);
    }

    private static (IReadOnlyList<string> Entries, bool IsSame) Clean(params string[] entries)
    {
        (IReadOnlyList<byte[]> kept, bool isSame) = LaunchEnvironment.Clean([.. entries.Select(Encoding.UTF8.GetBytes)]);
        return ([.. kept.Select(Encoding.UTF8.GetString)], isSame);
    }
}
