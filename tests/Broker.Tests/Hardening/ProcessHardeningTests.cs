using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Broker.Sealing;

namespace Broker.Tests.Hardening;

/// <summary>The real silo executable, looked at from outside; beside each look the same look at a process that is not hardened.</summary>
public sealed partial class ProcessHardeningTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Silo_Started_HasNoDiagnosticsSocketAndNoDebuggerPipes(bool asLibrary)
    {
        using HostUnderTest silo = await HostUnderTest.StartSiloAsync(folder, asLibrary: asLibrary);

        Assert.Empty(DiagnosticFiles());
        Assert.DoesNotContain(".NET EventPipe", ThreadNames(silo), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_Started_HasADiagnosticsSocket()
    {
        using HostUnderTest control = await HostUnderTest.StartControlAsync(folder);

        Assert.NotEmpty(DiagnosticFiles());
        Assert.Contains(".NET EventPipe", ThreadNames(control), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Silo_ThatReplacedItself_KeepsProcessArgumentsAndStreamsAndStopsInOrder(bool asLibrary)
    {
        using HostUnderTest silo = await HostUnderTest.StartSiloAsync(folder, asLibrary: asLibrary);

        string[] arguments = silo.Proc("cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(HostUnderTest.SiloArguments(folder), arguments[^HostUnderTest.SiloArguments(folder).Length..]);
        Assert.Equal(asLibrary ? "dotnet" : "Broker.Silo", silo.Proc("comm").Trim());
        await silo.TerminateAsync();
        Assert.Equal(0, await silo.ExitAsync());
        Assert.Contains("development vault unsealed itself", silo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silo_CoreLimit_IsZero()
    {
        using HostUnderTest silo = await HostUnderTest.StartSiloAsync(folder);

        Assert.Equal(("0", "0"), CoreLimits(silo));
    }

    [CoreLimitFact]
    public async Task Control_CoreLimit_IsWhatItWasStartedWith()
    {
        using HostUnderTest control = await HostUnderTest.StartControlAsync(folder);

        Assert.NotEqual("0", CoreLimits(control).Soft);
    }

    [Fact]
    public async Task Silo_WithAStartupHook_DoesNotLoadIt()
    {
        using HostUnderTest silo = await HostUnderTest.StartSiloAsync(folder, Hook());

        Assert.False(File.Exists(folder.At("hook")));
    }

    [Fact]
    public async Task Control_WithAStartupHook_LoadsIt()
    {
        using HostUnderTest control = await HostUnderTest.StartControlAsync(folder, Hook());

        Assert.True(File.Exists(folder.At("hook")));
    }

    [LinuxRootFact]
    public async Task Silo_Started_RunsWithoutTheVariablesThatOpenIt()
    {
        Dictionary<string, string> given = new()
        {
            ["CORECLR_ENABLE_PROFILING"] = "1",
            ["CORECLR_PROFILER"] = "{00000000-0000-0000-0000-000000000001}",
            ["CORECLR_PROFILER_PATH"] = folder.At("profiler.so"),
            ["COMPlus_PerfMapEnabled"] = "1",
            ["DOTNET_EnableDiagnostics"] = "1",
            ["LD_AUDIT"] = "",
            ["UNRELATED"] = "kept",
        };
        using HostUnderTest silo = await HostUnderTest.StartSiloAsync(folder, given);

        string[] variables = silo.Proc("environ").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("UNRELATED=kept", variables);
        Assert.Contains("DOTNET_EnableDiagnostics=0", variables);
        Assert.DoesNotContain(variables, variable => variable.Split('=')[0] is not ("UNRELATED" or "DOTNET_EnableDiagnostics") && given.ContainsKey(variable.Split('=')[0]));
    }

    [Theory]
    [InlineData("ABRT")]
    [InlineData("SEGV")]
    public async Task Silo_KilledByACrash_LeavesNeitherCoreNorDump(string signal)
    {
        using HostUnderTest silo = await HostUnderTest.StartSiloAsync(folder, Dumps());

        await silo.CrashAsync(signal);

        Assert.Empty(Dumped());
    }

    [LinuxRootFact]
    public async Task Control_KilledByACrash_LeavesADump()
    {
        using HostUnderTest control = await HostUnderTest.StartControlAsync(folder, Dumps());

        await control.CrashAsync("ABRT");

        Assert.NotEmpty(Dumped());
    }

    [Fact]
    public async Task Silo_Memory_CannotBeReadByAnotherProcessOfItsUser()
    {
        using HostUnderTest silo = await HostUnderTest.StartUnprivilegedSiloAsync(folder);

        Assert.Equal("0", await OwnerAsync(silo)); // root owns the entry of a process that is not dumpable
        Assert.NotEqual(0, (await HostUnderTest.RunUnprivilegedAsync("cat", $"/proc/{silo.Id}/maps")).Code);
        Assert.NotEqual(0, (await HostUnderTest.RunUnprivilegedAsync("cat", $"/proc/{silo.Id}/environ")).Code);
        Assert.NotEqual(0, (await HostUnderTest.RunUnprivilegedAsync("head", "-c1", $"/proc/{silo.Id}/mem")).Code);
    }

    [Fact]
    public async Task Control_Memory_CanBeReadByAnotherProcessOfItsUser()
    {
        using HostUnderTest control = await HostUnderTest.StartUnprivilegedControlAsync(folder);

        Assert.NotEqual("0", await OwnerAsync(control));
        Assert.Equal(0, (await HostUnderTest.RunUnprivilegedAsync("cat", $"/proc/{control.Id}/maps")).Code);
        Assert.Equal(0, (await HostUnderTest.RunUnprivilegedAsync("cat", $"/proc/{control.Id}/environ")).Code);
    }

    [Fact]
    public async Task Silo_InProduction_StartsClosed()
    {
        using HostUnderTest silo = HostUnderTest.Start(folder, [HostUnderTest.Executable("Broker.Silo"), .. Arguments("Production")]);
        await silo.UntilAsync(() => File.Exists(folder.At("silo.sock")));

        Assert.Empty(DiagnosticFiles());
        Assert.Equal(("0", "0"), CoreLimits(silo));
    }

    /// <summary>The way into the runtime that the silo closes serves here to hold one at its very start, so that its file is gone when it wants to start again.</summary>
    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task Silo_ThatCannotReplaceItself_DoesNotStartInProductionAndWarnsInDevelopment(string environment)
    {
        string copy = HostUnderTest.Copy("Broker.Silo", folder);
        using HostUnderTest silo = HostUnderTest.Start(
            folder, [copy, .. Arguments(environment)], new Dictionary<string, string> { ["DOTNET_DefaultDiagnosticPortSuspend"] = "1" });
        await silo.UntilAsync(() => Array.Exists(DiagnosticFiles(), file => file.EndsWith("-socket", StringComparison.Ordinal)));
        File.Delete(copy);
        await ResumeAsync(DiagnosticFiles().Single(file => file.EndsWith("-socket", StringComparison.Ordinal)));

        if (environment == "Production")
        {
            Assert.Equal(2, await silo.ExitAsync());
            Assert.Contains("nothing was started", silo.Output, StringComparison.Ordinal);
            Assert.False(Directory.Exists(folder.At("data")));
        }
        else
        {
            await silo.UntilAsync(() => File.Exists(folder.At("silo.sock")));
            Assert.Contains("warning: the silo can't start itself again with diagnostics turned off", silo.Output, StringComparison.Ordinal);
        }
    }

    /// <summary>The message of the diagnostics protocol that lets a runtime go on: magic, length 20, command set 4, command 1.</summary>
    private static async Task ResumeAsync(string socket)
    {
        byte[] message = [.. "DOTNET_IPC_V1\0"u8, 20, 0, 4, 1, 0, 0];
        using var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket));
        await connection.SendAsync(message);
        Assert.True(await connection.ReceiveAsync(new byte[20]) > 0);
    }

    private string[] Arguments(string environment)
    {
        using Ed25519SigningKey identity = Ed25519SigningKey.Generate(RandomNumberGenerator.Fill);
        return [.. HostUnderTest.SiloArguments(folder)[..^1], environment, "--Silo:Identity", Convert.ToHexStringLower(identity.PublicKey)];
    }

    private Dictionary<string, string> Hook() => new()
    {
        ["DOTNET_STARTUP_HOOKS"] = typeof(ProcessHardeningTests).Assembly.Location,
        [StartupHook.File] = folder.At("hook"),
    };

    private Dictionary<string, string> Dumps() => new()
    {
        ["DOTNET_DbgEnableMiniDump"] = "1",
        ["DOTNET_DbgMiniDumpType"] = "1",
        ["DOTNET_DbgMiniDumpName"] = folder.At("dump.%p"),
    };

    private string[] DiagnosticFiles() =>
        [.. Directory.EnumerateFileSystemEntries(folder.At("tmp"), "dotnet-diagnostic-*"), .. Directory.EnumerateFileSystemEntries(folder.At("tmp"), "clr-debug-pipe-*")];

    private string[] Dumped() => [.. Directory.EnumerateFiles(folder.Path, "core*"), .. Directory.EnumerateFiles(folder.Path, "dump*")];

    private static string ThreadNames(HostUnderTest host) =>
        string.Join('\n', Directory.EnumerateDirectories($"/proc/{host.Id}/task").Select(task => File.ReadAllText(Path.Combine(task, "comm")).Trim()));

    private static (string Soft, string Hard) CoreLimits(HostUnderTest host)
    {
        Match line = CoreLine().Match(host.Proc("limits"));
        return (line.Groups[1].Value, line.Groups[2].Value);
    }

    private static async Task<string> OwnerAsync(HostUnderTest host) =>
        (await HostUnderTest.RunUnprivilegedAsync("stat", "-c", "%u", string.Create(CultureInfo.InvariantCulture, $"/proc/{host.Id}/status"))).Output.Trim();

    [GeneratedRegex(@"^Max core file size\s+(\S+)\s+(\S+)", RegexOptions.Multiline)]
    private static partial Regex CoreLine();
}
