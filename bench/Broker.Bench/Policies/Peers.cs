using System.Diagnostics;
using System.Text.Json;
using Broker.Policy;

namespace Broker.Bench.Policies;

/// <summary>What a peer answered, a 1 or 0 a request, and its CPU time for one decision.</summary>
internal sealed record PeerAnswer(string Version, string Answers, double Nanoseconds);

/// <summary>Runs bench/peers with Node, where build/install-bench-tools.sh installed it.</summary>
internal static class Peers
{
    private const string Folder = "artifacts/bench-peers";
    private const string Missing = "Cedar and casbin are not installed: their rows are left out (build/install-bench-tools.sh says how to get them)";
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>The answers of Cedar and of casbin by their names; empty, with the reason in the console, when they are not installed.</summary>
    internal static IReadOnlyDictionary<string, PeerAnswer> Answers(SharingPolicy policy, PolicyRequest[] requests)
    {
        if (!File.Exists($"{Folder}/stamp"))
        {
            Console.WriteLine(Missing);
            return new Dictionary<string, PeerAnswer>();
        }

        string file = Path.Combine(Path.GetTempPath(), $"broker-bench-peers-{Environment.ProcessId}.json");
        try
        {
            File.WriteAllBytes(file, PeerFile.Write(policy, requests));
            return Run(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Dictionary<string, PeerAnswer> Run(string file)
    {
        var start = new ProcessStartInfo("node", ["peers.mjs", file]) { WorkingDirectory = Path.GetFullPath(Folder), RedirectStandardOutput = true };
        using Process node = Process.Start(start) ?? throw new InvalidOperationException("node did not start");
        Task<string> output = node.StandardOutput.ReadToEndAsync();
        if (!node.WaitForExit(Longest))
        {
            node.Kill();
            throw new InvalidOperationException($"the peers took longer than {Longest.TotalSeconds} s");
        }

        return node.ExitCode == 0 && JsonSerializer.Deserialize<Dictionary<string, PeerAnswer>>(output.GetAwaiter().GetResult(), JsonSerializerOptions.Web) is { } answers
            ? answers
            : throw new InvalidOperationException("the peers did not run to their end");
    }
}
