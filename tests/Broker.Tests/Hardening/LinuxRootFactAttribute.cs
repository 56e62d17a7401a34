namespace Broker.Tests.Hardening;

/// <summary>A test that looks into another process with root's rights; skipped, saying so, without them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxRootFactAttribute : FactAttribute
{
    public LinuxRootFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            Skip = "needs root on Linux: it reads or changes another process";
        }
    }
}
