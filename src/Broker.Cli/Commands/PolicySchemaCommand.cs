using System.CommandLine;
using System.Text;
using Broker.Policy;

namespace Broker.Cli;

/// <summary><c>broker policy schema</c>.</summary>
internal static class PolicySchemaCommand
{
    public static Command Create()
    {
        Option<bool> tests = new("--tests") { Description = "The schema of the tests beside a policy" };
        Command command = new("schema", "Print the JSON Schema of sharing policies, for editors") { tests };
        command.SetAction(result => result.InvocationConfiguration.Output.Write(
            Encoding.UTF8.GetString(result.GetValue(tests) ? PolicySchema.WriteOfTests() : PolicySchema.Write())));
        return command;
    }
}
