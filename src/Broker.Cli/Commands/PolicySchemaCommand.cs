using System.CommandLine;
using System.Text;
using Broker.Policy;

namespace Broker.Cli;

/// <summary><c>broker policy schema</c>.</summary>
internal static class PolicySchemaCommand
{
    public static Command Create()
    {
        Command command = new("schema", "Print the JSON Schema of sharing policies, for editors");
        command.SetAction(result => result.InvocationConfiguration.Output.Write(Encoding.UTF8.GetString(PolicySchema.Write())));
        return command;
    }
}
