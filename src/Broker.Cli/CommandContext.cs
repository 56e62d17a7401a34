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
    /// <summary>Standard input, for shares and passphrases that come through a pipe; empty where there is none.</summary>
    public Func<Stream> Input { get; init; } = () => Stream.Null;

    /// <summary>Asks a person for a secret without showing it; null where nobody sits at a terminal.</summary>
    public Func<string, SecretBytes>? AskSecret { get; init; }

    /// <summary>Prints a line as it is: brackets in it are no markup.</summary>
    public void Say(string line) => Console.WriteLine(line);
}
