using System.CommandLine;
using Broker.Transparency;

namespace Broker.Cli.Verify;

/// <summary>The <c>verify</c> commands: they work offline, exit 0 when what they check holds and 1 in every other case.</summary>
internal static class VerifyCommands
{
    /// <summary>Makes the command.</summary>
    /// <param name="ed25519">Verifies the signatures of checkpoints.</param>
    internal static Command Create(VerifyDelegate ed25519) => new("verify", "Check proofs, logs and receipts offline; exit code 0 when they hold, 1 when not")
    {
        Inclusion(),
        Consistency(),
        Log(ed25519),
    };

    private static Command Inclusion()
    {
        var leafHash = Repeatable(InclusionCheck.LeafHashOption, "The entry's leaf hash, 64 hexadecimal digits");
        var index = Repeatable(InclusionCheck.IndexOption, "The entry's index, from 0");
        var size = Repeatable(InclusionCheck.SizeOption, "Entries in the tree");
        var root = Repeatable(InclusionCheck.RootOption, "The tree's root, 64 hexadecimal digits");
        var proof = Repeatable(InclusionCheck.ProofOption, "The hashes from the leaf's sibling upwards, 64 hexadecimal digits each, commas between");
        var command = new Command("inclusion", "Check that an entry is in a tree; all five options are needed") { leafHash, index, size, root, proof };
        command.SetAction(result => Say(result, new InclusionCheck
        {
            LeafHash = result.GetValue(leafHash),
            Index = result.GetValue(index),
            Size = result.GetValue(size),
            Root = result.GetValue(root),
            Proof = result.GetValue(proof),
        }.Run()));
        return command;
    }

    private static Command Consistency()
    {
        var oldSize = Repeatable(ConsistencyCheck.OldSizeOption, "Entries in the old tree");
        var newSize = Repeatable(ConsistencyCheck.NewSizeOption, "Entries in the new tree");
        var oldRoot = Repeatable(ConsistencyCheck.OldRootOption, "The old tree's root, 64 hexadecimal digits");
        var newRoot = Repeatable(ConsistencyCheck.NewRootOption, "The new tree's root, 64 hexadecimal digits");
        var proof = Repeatable(ConsistencyCheck.ProofOption, "The hashes of the proof, 64 hexadecimal digits each, commas between");
        var command = new Command("consistency", "Check that a tree extends an older one; all five options are needed")
        {
            oldSize, newSize, oldRoot, newRoot, proof,
        };
        command.SetAction(result => Say(result, new ConsistencyCheck
        {
            OldSize = result.GetValue(oldSize),
            NewSize = result.GetValue(newSize),
            OldRoot = result.GetValue(oldRoot),
            NewRoot = result.GetValue(newRoot),
            Proof = result.GetValue(proof),
        }.Run()));
        return command;
    }

    private static Command Log(VerifyDelegate ed25519)
    {
        var directory = new Option<string>(LogCheck.DirectoryOption) { Description = "The mirrored log: a folder with `checkpoint` and `tile/`" };
        var trust = new Option<string>(LogCheck.TrustOption) { Description = "The trust file with the log's key" };
        var earlier = new Option<string>(LogCheck.EarlierOption)
        {
            Description = "A checkpoint of this log that you kept: shows a roll-back or a fork",
        };
        var command = new Command("log", "Check a whole mirrored log; --dir and --trust are needed") { directory, trust, earlier };
        command.SetAction(result => Say(result, new LogCheck
        {
            Directory = result.GetValue(directory),
            Trust = result.GetValue(trust),
            Earlier = result.GetValue(earlier),
        }.Run(ed25519)));
        return command;
    }

    // The parser would answer an option that is given twice with its help text; here it gets a plain line like any other fault.
    private static Option<string[]> Repeatable(string name, string description) => new(name)
    {
        Description = description,
        Arity = ArgumentArity.ZeroOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private static int Say(ParseResult result, VerifyOutcome outcome)
    {
        result.InvocationConfiguration.Output.WriteLine(outcome.Words);
        return outcome.ExitCode;
    }
}
