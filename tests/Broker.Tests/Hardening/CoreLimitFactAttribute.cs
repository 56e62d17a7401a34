namespace Broker.Tests.Hardening;

/// <summary>A test that needs a core limit over 0 to tell one process from another; skipped, saying so, where none may be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CoreLimitFactAttribute : FactAttribute
{
    public CoreLimitFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || File.ReadLines("/proc/self/limits").Any(line => line.StartsWith("Max core file size", StringComparison.Ordinal) && line.Contains(" 0  ", StringComparison.Ordinal)))
        {
            Skip = "the core limit of every process here is 0 already";
        }
    }
}
