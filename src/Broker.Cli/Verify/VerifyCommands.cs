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
        Consistency(ed25519),
        Log(ed25519),
        Entry(ed25519),
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

    private static Command Consistency(VerifyDelegate ed25519)
    {
        var oldSize = Repeatable(ConsistencyCheck.OldSizeOption, "Entries in the old tree");
        var newSize = Repeatable(ConsistencyCheck.NewSizeOption, "Entries in the new tree");
        var oldRoot = Repeatable(ConsistencyCheck.OldRootOption, "The old tree's root, 64 hexadecimal digits");
        var newRoot = Repeatable(ConsistencyCheck.NewRootOption, "The new tree's root, 64 hexadecimal digits");
        var proof = Repeatable(ConsistencyCheck.ProofOption, "The hashes of the proof, 64 hexadecimal digits each, commas between");
        var files = new Argument<string[]>("checkpoints") { Description = "Two checkpoints of a log, the older first, in place of the five options", Arity = ArgumentArity.ZeroOrMore };
        var (directory, trust) = (Directory(), Trust());
        var command = new Command("consistency", "Check that a tree extends an older one: two files with checkpoints and --trust, or all five options")
        {
            files, directory, trust, oldSize, newSize, oldRoot, newRoot, proof,
        };
        command.SetAction(result => Say(result, result.GetValue(files) is { Length: > 0 } given
            ? new CheckpointsCheck { Files = given, Directory = result.GetValue(directory), Trust = result.GetValue(trust) }.Run(ed25519)
            : new ConsistencyCheck
            {
                OldSize = result.GetValue(oldSize),
                NewSize = result.GetValue(newSize),
                OldRoot = result.GetValue(oldRoot),
                NewRoot = result.GetValue(newRoot),
                Proof = result.GetValue(proof),
            }.Run()));
        return command;
    }

    private static Command Entry(VerifyDelegate ed25519)
    {
        var index = Repeatable(EntryCheck.IndexOption, "The entry's index, from 0, with --dir");
        var (directory, trust) = (Directory(), Trust());
        var entry = new Option<string>(EntryCheck.EntryOption) { Description = "A file with the entry's bytes, with --proof" };
        var proof = new Option<string>(EntryCheck.ProofOption) { Description = "The proof that the entry is in the log (C2SP tlog-proof)" };
        var raw = new Option<string>(EntryCheck.RawOption) { Description = "File for the entry's bytes" };
        var output = new Option<string>(EntryCheck.OutOption) { Description = "File for the proof, which holds without the mirror" };
        var command = new Command("entry", "Check one entry: its place in a mirrored log, or its proof; --trust is needed") { index, directory, entry, proof, trust, raw, output };
        command.SetAction(result => Say(result, new EntryCheck
        {
            Index = result.GetValue(index),
            Directory = result.GetValue(directory),
            Trust = result.GetValue(trust),
            Entry = result.GetValue(entry),
            Proof = result.GetValue(proof),
            Raw = result.GetValue(raw),
            Output = result.GetValue(output),
        }.Run(ed25519)));
        return command;
    }

    private static Option<string> Directory() => new(LogCheck.DirectoryOption) { Description = "The mirrored log: a folder with `checkpoint` and `tile/`" };

    private static Option<string> Trust() => new(LogCheck.TrustOption) { Description = "The trust file with the log's key and its witnesses" };

    private static Command Log(VerifyDelegate ed25519)
    {
        var (directory, trust) = (Directory(), Trust());
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
