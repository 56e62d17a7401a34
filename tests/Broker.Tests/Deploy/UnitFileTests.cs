using System.Diagnostics;
using Broker.Gateway;
using Broker.Silo;
using Microsoft.Extensions.Configuration;

namespace Broker.Tests.Deploy;

public sealed class UnitFileTests
{
    private const string Silo = "broker-silo.service";
    private const string Gateway = "broker-gateway.service";
    private const string Analyzer = "/usr/bin/systemd-analyze";

    public static TheoryData<string, string> Closed => Both(
        "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes", "ProtectClock=yes", "ProtectControlGroups=yes",
        "ProtectHostname=yes", "ProtectKernelLogs=yes", "ProtectKernelModules=yes", "ProtectKernelTunables=yes", "ProtectProc=invisible", "RestrictNamespaces=yes",
        "RestrictRealtime=yes", "RestrictSUIDSGID=yes", "LockPersonality=yes", "SystemCallArchitectures=native", "CapabilityBoundingSet=", "AmbientCapabilities=",
        "LimitCORE=0", "MemorySwapMax=0", "UMask=0077");

    [Theory]
    [MemberData(nameof(Closed))]
    public void Unit_OfEither_IsClosed(string unit, string directive)
    {
        var parts = directive.Split('=', 2);

        Assert.Equal([parts[1]], Read(unit).Service(parts[0]));
    }

    [Fact]
    public void Units_AreOfTwoUsers_AndShareOneGroupForTheSocket()
    {
        var (silo, gateway) = (Read(Silo), Read(Gateway));

        Assert.NotEqual(silo.Service("User"), gateway.Service("User"));
        Assert.Equal(silo.Service("Group"), gateway.Service("SupplementaryGroups"));
        Assert.NotEqual(silo.Service("Group"), gateway.Service("Group"));
        Assert.Equal(["0750"], silo.Service("RuntimeDirectoryMode"));
    }

    [Fact]
    public void Silo_HasNoNetwork_AndItsDataIsItsOwn()
    {
        var silo = Read(Silo);

        Assert.Equal(["yes"], silo.Service("PrivateNetwork"));
        Assert.Equal(["AF_UNIX"], silo.Service("RestrictAddressFamilies"));
        Assert.Equal(["0700"], silo.Service("StateDirectoryMode"));
        Assert.Single(silo.Service("LimitMEMLOCK"));
    }

    [Fact]
    public void Gateway_CanNotSeeTheDataFolder()
    {
        var hidden = Assert.Single(Read(Gateway).Service("InaccessiblePaths"));

        Assert.Contains("/var/lib/broker", hidden, StringComparison.Ordinal);
        Assert.Empty(Read(Gateway).Service("StateDirectory"));
        Assert.Empty(Read(Gateway).Service("ReadWritePaths"));
    }

    [Theory]
    [InlineData(Silo)]
    [InlineData(Gateway)]
    public void Unit_DoesNotSetWhatWouldStopIt(string unit)
    {
        // The runtime compiles as it runs; and in a user namespace of its own the silo would know no other user's number.
        Assert.Empty(Read(unit).Service("MemoryDenyWriteExecute"));
        Assert.Empty(Read(unit).Service("PrivateUsers"));
    }

    [Fact]
    public void SiloSettings_OfTheExamples_AreThoseThatTheSiloTakes()
    {
        foreach (var folder in new[] { "systemd", "two-silos" })
        {
            SiloOptions options = Configuration(folder, "silo.env").GetSection(SiloOptions.SectionName).Get<SiloOptions>(binder => binder.ErrorOnUnknownConfiguration = true)!;
            options.AllowedUsers = []; // that user is of the machine that it is installed on
            options.Identity = new string('a', 64);

            Assert.Empty(options.Faults());
        }
    }

    [Fact]
    public void GatewaySettings_OfTheExample_AreThoseThatTheGatewayTakes()
    {
        GatewayOptions options = Configuration("systemd", "gateway.env").GetSection(GatewayOptions.Section).Get<GatewayOptions>(binder => binder.ErrorOnUnknownConfiguration = true)!;

        Assert.Empty(options.Faults());
        Assert.Equal(Configuration("systemd", "silo.env")["Silo:Socket"], options.SiloSocket);
    }

    [Theory]
    [InlineData(Silo)]
    [InlineData(Gateway)]
    public async Task Unit_HeldAgainstSystemd_IsUnderstoodAndCountsAsClosed(string unit)
    {
        if (!File.Exists(Analyzer))
        {
            return; // the parser's tests above hold without it
        }

        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, unit);
        // The program is not installed here, and systemd would say so instead of reading on.
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "deploy", "systemd", unit));
        await File.WriteAllLinesAsync(path, lines.Select(line => line.StartsWith("ExecStart=", StringComparison.Ordinal) ? "ExecStart=/bin/true" : line));
        var (code, said) = await Run("security", "--offline=true", "--threshold=30", path);

        Assert.True(code == 0, said);
        Assert.DoesNotContain("Unknown key", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Failed to parse", said, StringComparison.Ordinal);
    }

    private static UnitFile Read(string unit) => UnitFile.Read(Path.Combine(Repository.Root, "deploy", "systemd", unit));

    private static TheoryData<string, string> Both(params string[] directives)
    {
        var data = new TheoryData<string, string>();
        foreach (var directive in directives)
        {
            data.Add(Silo, directive);
            data.Add(Gateway, directive);
        }

        return data;
    }

    private static IConfigurationRoot Configuration(string folder, string file) => new ConfigurationBuilder()
        .AddInMemoryCollection(File.ReadLines(Path.Combine(Repository.Root, "deploy", folder, file))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('=', 2))
            .Select(parts => KeyValuePair.Create(parts[0].Replace("__", ":", StringComparison.Ordinal), (string?)parts[1])))
        .Build();

    private static async Task<(int Code, string Said)> Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Analyzer, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var said = await process.StandardError.ReadToEndAsync() + await output;
        await process.WaitForExitAsync();
        return (process.ExitCode, said);
    }
}
