using System.Security.Cryptography;
using Broker.Cli;
using Spectre.Console;

// Composition root: the one place where the real clock, the system's generator and the terminal are taken.
var plain = Console.IsOutputRedirected;
var console = AnsiConsole.Create(new AnsiConsoleSettings
{
    Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
    ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
    Interactive = plain ? InteractionSupport.No : InteractionSupport.Detect,
    Out = new AnsiConsoleOutput(Console.Out),
});
if (plain)
{
    // A file or a pipe has no width to wrap at.
    console.Profile.Width = 1000;
}

CommandContext context = new(
    TimeProvider.System,
    RandomNumberGenerator.Fill,
    console,
    () => new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5), AllowAutoRedirect = false, UseProxy = false })
{
    Input = Console.OpenStandardInput,
    AskSecret = Console.IsInputRedirected ? null : TerminalSecret.Ask,
};
return await BrokerCommand.RunAsync(context, args, Console.Out, Console.Error);
