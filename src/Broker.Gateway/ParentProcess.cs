using System.Diagnostics;

namespace Broker.Gateway;

/// <summary>A live process by id and start, as far as the system tells.</summary>
internal sealed record ParentProcess(int Id, string Start)
{
    private const int StateField = 0;
    private const int StartField = 19;

    public static ParentProcess? Find(int id) => OperatingSystem.IsLinux() ? FromProc(id) : FromSystem(id);

    // Reference: proc(5), /proc/[pid]/stat: after the name in parentheses come the state and, 19 fields on, the start time.
    private static ParentProcess? FromProc(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');

            // A zombie is dead: only its parent has not asked yet.
            return fields[StateField] is "Z" or "X" ? null : new ParentProcess(id, fields[StartField]);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static ParentProcess? FromSystem(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.HasExited ? null : new ParentProcess(id, process.StartTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
