using System.CommandLine;
using Broker.Sealing;

namespace Broker.Cli;

/// <summary><c>broker vault epoch</c>, <c>install</c>, <c>rotate</c> and <c>end-epoch</c>.</summary>
internal static class VaultEpochCommands
{
    private const int LongestNote = 4096;

    public static IEnumerable<Command> All(CommandContext context) =>
    [
        Text(context, "epoch", "Fetch the newest epoch's public key, for the identity to sign offline", (desk, member, cancellation) => desk.EpochAsync(member, cancellation)),
        Text(context, "rotate", "Begin a new epoch; depositors seal to it once its key is signed and installed", (desk, member, cancellation) => desk.RotateAsync(member, cancellation)),
        Install(context),
        End(context),
    ];

    private static Command Text(
        CommandContext context, string name, string description, Func<VaultDesk, Member, CancellationToken, Task<byte[]>> ask)
    {
        var (folder, gateway) = (VaultCommands.Operator(), CommonOptions.Gateway());
        var output = CommonOptions.Text("--out", "File for the text");
        Command command = new(name, description) { folder, gateway, output };
        command.SetAction(async (result, cancellation) =>
        {
            PrivateFile.RefuseOther(result.Of(output), IdentityCommands.EpochKeyFile);
            using var member = new MemberFolder(result.Of(folder)).Open();
            using GatewayClient client = new(context, result.At(gateway));
            PrivateFile.Write(result.Of(output), await ask(new VaultDesk(client), member, cancellation));
            context.Say($"wrote `{result.Of(output)}`; sign it offline with `broker identity sign`, then install the note");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Install(CommandContext context)
    {
        Argument<string> note = new("note") { Description = "The note that `broker identity sign` wrote" };
        var (folder, gateway) = (VaultCommands.Operator(), CommonOptions.Gateway());
        Command command = new("install", "Install the newest epoch's signed key: from here on depositors seal to it") { note, folder, gateway };
        command.SetAction(async (result, cancellation) =>
        {
            using var member = new MemberFolder(result.Of(folder)).Open();
            using GatewayClient client = new(context, result.At(gateway));
            var view = await new VaultDesk(client).InstallAsync(member, PrivateFile.Read(result.Of(note), LongestNote), cancellation);
            context.Say($"installed: depositors seal to epoch {view.InstalledEpoch}");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command End(CommandContext context)
    {
        Argument<string> epoch = new("epoch") { Description = "Id of a past epoch, as `broker vault status` lists it" };
        var (folder, gateway) = (VaultCommands.Operator(), CommonOptions.Gateway());
        Command command = new("end-epoch", "End a past epoch: what was shredded under it is gone for good; safe to run again") { epoch, folder, gateway };
        command.SetAction(async (result, cancellation) =>
        {
            if (!EpochId.TryParse(result.Of(epoch), out var id))
            {
                throw new CommandFailure($"`{result.Of(epoch)}` is not an epoch: 8 hexadecimal digits");
            }

            using var member = new MemberFolder(result.Of(folder)).Open();
            using GatewayClient client = new(context, result.At(gateway));
            var view = await new VaultDesk(client).EndEpochAsync(member, id, cancellation);
            context.Say($"ended: the keys of epoch {id} are destroyed; epochs left: {string.Join(", ", view.Epochs)}");
            return ExitCodes.Ok;
        });
        return command;
    }
}
