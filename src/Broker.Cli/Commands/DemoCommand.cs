using System.CommandLine;

namespace Broker.Cli;

/// <summary><c>broker demo</c>: everything once, on real records, in simulated time.</summary>
internal static class DemoCommand
{
    private const string SolutionFile = "Broker.sln";
    private static readonly string DefaultOut = Path.Combine("artifacts", "demo");

    public static Command Create(CommandContext context)
    {
        var samples = CommonOptions.Text("--samples", "Folder of the sample data; default: samples of this repository", required: false);
        var policies = CommonOptions.Text("--policies", "Folder of the sharing policies; default: policies of this repository", required: false);
        Option<string> output = new("--out") { Description = "Folder for all that the demo makes; what an earlier demo left there is deleted", DefaultValueFactory = _ => DefaultOut };
        Option<bool> keep = new("--keep") { Description = "Leave silo and gateway up until you interrupt this" };
        var url = CommonOptions.Address("--url", "Address of the gateway; default: a free port", required: false);
        var silo = CommonOptions.Text("--silo", "Executable of the silo; default: beside this tool", required: false);
        var gateway = CommonOptions.Text("--gateway-exe", "Executable of the gateway; default: beside this tool", required: false);
        var witness = CommonOptions.Text("--witness-exe", "Executable of this tool, to run the witness with; default: this one", required: false);
        Command command = new("demo", "Play two years of real records from deposit to audit, in simulated time") { samples, policies, output, keep, url, silo, gateway, witness };
        command.SetAction((result, cancellation) => DemoRun.RunAsync(
            context,
            new DemoOptions(
                result.GetValue(samples) ?? InRepository("samples"),
                result.GetValue(policies) ?? InRepository("policies"),
                result.Of(output),
                result.GetValue(url),
                result.GetValue(keep),
                result.GetValue(silo),
                result.GetValue(gateway),
                result.GetValue(witness)),
            cancellation));
        return command;
    }

    /// <summary>A folder of the repository that the working folder or this tool is in.</summary>
    private static string InRepository(string name)
    {
        foreach (var start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, SolutionFile)))
                {
                    return Path.Combine(folder.FullName, name);
                }
            }
        }

        throw new CommandFailure($"no repository around: name the folder `{name}`");
    }
}
