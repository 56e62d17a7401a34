using System.Diagnostics;

namespace Broker.Tests.Faults;

/// <summary>A fact that runs a silo under strace as root; skipped, with the reason, where it can't.</summary>
internal sealed class StraceFactAttribute : FactAttribute
{
    public StraceFactAttribute() => Skip = Reason.Value;

    private static readonly Lazy<string?> Reason = new(static () =>
        !OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess ? "needs root on Linux: a silo lets nobody else watch it"
        : CanTrace() ? null
        : "strace is missing or may not trace here");

    private static bool CanTrace()
    {
        try
        {
            using Process one = Process.Start(new ProcessStartInfo("strace", ["-f", "--seccomp-bpf", "-o", "/dev/null", "true"]) { RedirectStandardError = true })!;
            one.WaitForExit();
            return one.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
