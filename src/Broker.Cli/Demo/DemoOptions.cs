namespace Broker.Cli;

/// <summary>What the demo is run with.</summary>
/// <param name="Samples">Folder of the sample data.</param>
/// <param name="Policies">Folder of the sharing policies.</param>
/// <param name="Out">Folder for everything that the demo makes.</param>
/// <param name="Url">Address of the gateway; null: a free port of the loopback.</param>
/// <param name="Keep">Whether silo and gateway stay up until interrupted.</param>
/// <param name="Silo">Executable of the silo; null: beside this tool.</param>
/// <param name="Gateway">Executable of the gateway; null: beside this tool.</param>
/// <param name="Witness">Executable of the tool that runs the witness; null: this tool's own.</param>
internal sealed record DemoOptions(string Samples, string Policies, string Out, Uri? Url, bool Keep, string? Silo, string? Gateway, string? Witness);
