using Broker.Faults.Scene;

namespace Broker.Tests.Faults;

/// <summary>A theory that runs a PostgreSQL server of its own; skipped, with the reason, where none is installed.</summary>
internal sealed class DatabaseTheoryAttribute : TheoryAttribute
{
    public DatabaseTheoryAttribute() => Skip = DatabaseServer.IsInstalled ? null : "PostgreSQL is not installed (Debian's `postgresql`): build/install-test-tools.sh installs it";
}
