using System.Globalization;
using Broker.Cli;

namespace Broker.Faults.Scene;

// Of the bench: an installation that an earlier run made and kept.
internal sealed partial class Installation
{
    /// <summary>Opens an installation that was prepared and set up before with so many depositors; nothing runs yet.</summary>
    public static Installation Reopen(string root, int depositors) => new(root, Path.Combine(root, "data"))
    {
        Operator = new MemberFolder(Path.Combine(root, "people", "operator")).Open(),
        Depositors =
        [
            .. Enumerable.Range(0, depositors).Select(i =>
                new MemberFolder(Path.Combine(root, "people", string.Create(CultureInfo.InvariantCulture, $"organisation-{i}"))).Open()),
        ],
    };

    /// <summary>Asks the running broker for the key that depositors seal to.</summary>
    public async Task FetchEpochAsync() => Epoch = await EpochKeyDesk.FetchAsync(client, Depositors[0], CancellationToken.None);
}
