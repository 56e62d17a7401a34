using System.CommandLine;
using System.CommandLine.Invocation;
using Broker.Cli.Verify;
using Broker.Sealing;

namespace Broker.Cli;

/// <summary>The command line as a whole: its tree, its exit codes, its one line for what goes wrong.</summary>
internal static class BrokerCommand
{
    private const string VerifyName = "verify";

    // An interrupted demo stops its two hosts before it ends.
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(30);

    public static RootCommand Create(CommandContext context)
    {
        var verify = VerifyCommands.Create(Ed25519.Verify);
        verify.Add(ReceiptCommand.Create(context));
        RootCommand root = new("broker: deposit sealed field records, let out protected releases, prove each of them")
        {
            KeysCommands.Create(context),
            ImportGedCommand.Create(context),
            DepositorCommands.Status(context),
            DepositorCommands.Withdraw(context),
            DepositorCommands.Ledger(context),
            ReceiptsCommands.Create(context),
            ConsentCommands.Create(context),
            SourceCommands.Create(context),
            BriefingCommands.Create(context),
            verify,
            LogCommands.Create(context),
            AuditCommands.Create(context),
            WitnessCommands.Create(context),
            PolicyCommands.Create(context),
            OperatorCommands.Enrol(context),
            OperatorCommands.Calendar(context),
            VaultCommands.Create(context),
            IdentityCommands.Create(context),
            ReleaseCommands.Create(context),
            DemoCommand.Create(context),
        };
        foreach (var command in SiloVerbCommands.Create())
        {
            root.Add(command);
        }

        return root;
    }

    /// <summary>Runs a command line; never throws, never prints a stack.</summary>
    public static async Task<int> RunAsync(CommandContext context, IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        // A value that starts with @ is a value and names no file to read arguments from.
        var result = Create(context).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        InvocationConfiguration configuration = new()
        {
            EnableDefaultExceptionHandler = false,
            Output = output,
            Error = error,
            ProcessTerminationTimeout = TerminationTimeout,
        };
        // Whoever scripts a verification tells yes from no by 0 and 1, whatever went wrong on the way.
        var isVerify = args.Count > 0 && args[0] == VerifyName;
        try
        {
            var code = await result.InvokeAsync(configuration);
            return result.Action is not ParseErrorAction ? code : isVerify ? ExitCodes.No : ExitCodes.Failure;
        }
        catch (CommandFailure failure)
        {
            await error.WriteLineAsync(failure.Message);
            return isVerify ? ExitCodes.No : failure.ExitCode;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("interrupted");
            return ExitCodes.Failure;
        }
        catch (SealingUnavailableException unavailable)
        {
            // Says what to install, or that memory is short; never content.
            await error.WriteLineAsync(unavailable.Message);
            return isVerify ? ExitCodes.No : ExitCodes.Failure;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The message may hold content; the type says enough to report the fault.
            await error.WriteLineAsync($"something went wrong ({e.GetType().Name}); nothing more is said here because it could hold content");
            return isVerify ? ExitCodes.No : ExitCodes.Failure;
        }
    }
}
