using System.Net;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>What a witness is run with.</summary>
/// <param name="KeyFile">Its key.</param>
/// <param name="StateFolder">Its memory.</param>
/// <param name="Logs">The keys of the logs that it cosigns.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="StopsWithInput">Whether it ends with standard input.</param>
internal sealed record WitnessOptions(string KeyFile, string StateFolder, IReadOnlyList<VerifierKey> Logs, IPEndPoint Address, bool StopsWithInput);
