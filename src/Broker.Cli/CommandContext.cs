using Broker.Sealing;
using Spectre.Console;

namespace Broker.Cli;

/// <summary>What commands need of the world, made once in Program.cs.</summary>
/// <param name="Clock">The real clock: requests are signed with its time.</param>
/// <param name="Random">The system's cryptographic generator.</param>
/// <param name="Console">Where people read.</param>
/// <param name="Connect">Makes the handler that requests go through.</param>
internal sealed record CommandContext(TimeProvider Clock, RandomFill Random, IAnsiConsole Console, Func<HttpMessageHandler> Connect)
{
    /// <summary>Prints a line as it is: brackets in it are no markup.</summary>
    public void Say(string line) => Console.WriteLine(line);
}
