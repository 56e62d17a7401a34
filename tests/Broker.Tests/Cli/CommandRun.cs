using Broker.Cli;
using Spectre.Console;

namespace Broker.Tests.Cli;

/// <summary>Runs command lines in this process, as a person types them.</summary>
internal sealed class CommandRun(Func<HttpMessageHandler> connect, TimeProvider? clock = null)
{
    private readonly CounterRandom random = new(4711);

    /// <summary>What standard input holds.</summary>
    public byte[] Input { get; set; } = [];

    /// <summary>What a person types at the terminal, one secret after another; nobody sits there when it is empty.</summary>
    public Queue<string> Typed { get; } = [];

    public async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 1000;
        CommandContext context = new(clock ?? new InstantClock(), random.Fill, console, connect) {
            Input = () => new MemoryStream(Input, writable: false),
            AskSecret = Typed.Count == 0 ? null : _ => Type(Typed.Dequeue()),
        };
        var code = await BrokerCommand.RunAsync(context, args, output, error);
        return (code, output.ToString(), error.ToString());
    }

    private static SecretBytes Type(string text)
    {
        SecretBytes secret = new(1024);
        Assert.True(secret.TryAppend(System.Text.Encoding.UTF8.GetBytes(text)));
        return secret;
    }

    /// <summary>Runs a command that must succeed; its output.</summary>
    public async Task<string> OkAsync(params string[] args)
    {
        var (code, output, error) = await RunAsync(args);
        Assert.True(code == ExitCodes.Ok, $"{string.Join(' ', args.Take(2))} ended with {code}: {error}");
        return output;
    }
}
