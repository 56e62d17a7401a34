using System.Diagnostics;
using System.Globalization;

namespace Bench;

/// <summary>Ends this program when the bench that started it is gone.</summary>
internal static class Parent
{
    /// <summary>Begins to wait for the end of the process that `BENCH_PARENT` names; nothing without it.</summary>
    internal static void Watch()
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("BENCH_PARENT"), NumberStyles.None, CultureInfo.InvariantCulture, out int parent))
        {
            _ = Task.Run(() => WaitAsync(parent));
        }
    }

    private static async Task WaitAsync(int parent)
    {
        try
        {
            using Process bench = Process.GetProcessById(parent);
            await bench.WaitForExitAsync();
        }
        catch (ArgumentException)
        {
            // it is gone already
        }

        Environment.Exit(1);
    }
}
