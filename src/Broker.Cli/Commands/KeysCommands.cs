using System.CommandLine;
using Broker.Sealing;

namespace Broker.Cli;

/// <summary><c>broker keys</c>: a member's own folder.</summary>
internal static class KeysCommands
{
    public static Command Create(CommandContext context) => new("keys", "A member's keys, made and kept on its own machine") { New(context), Accept(context), Show(context) };

    private static Command New(CommandContext context)
    {
        var folder = CommonOptions.Folder("--out", "Folder to make");
        var name = CommonOptions.Text("--name", "Name of the organisation, office or person");
        Command command = new("new", "Make a folder with fresh keys; show its file `member` to the operator") { folder, name };
        command.SetAction(result =>
        {
            var card = MemberFolder.Create(result.Of(folder), result.Of(name), context.Random);
            context.Say($"account {card.Account}");
            context.Say("keys made; give the file `member` to the operator, and nothing else of this folder to anyone");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Show(CommandContext context)
    {
        Argument<string> card = new("card") { Description = "A member's file `member`" };
        Command command = new("show", "What a member card says, and the recipient as which its owner stands in a vault's plan") { card };
        command.SetAction(result =>
        {
            var shown = MemberCard.Read(result.Of(card));
            context.Say($"account {shown.Account}");
            context.Say($"name {shown.Name}");
            context.Say($"signing-key {shown.SigningKey}");
            context.Say($"recipient {AgeKeys.FormatRecipient(Convert.FromHexString(shown.SealingKey))}");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Accept(CommandContext context)
    {
        Argument<string> enrolment = new("enrolment") { Description = "File that the operator gave" };
        var folder = CommonOptions.Folder("--member", "The member's folder");
        Command command = new("accept", "Take an enrolment: pin its keys and open its secret") { enrolment, folder };
        command.SetAction(result =>
        {
            var accepted = Enrolment.Read(result.Of(enrolment));
            new MemberFolder(result.Of(folder)).Accept(accepted);
            context.Say($"enrolled as {accepted.Role} at {accepted.Origin}");
            context.Say("compare these keys with the operator's by another channel:");
            context.Say($"log {accepted.Trust.Log}");
            context.Say(accepted.Trust.Identity is null ? "no identity key" : $"identity {accepted.Trust.Identity}");
            return ExitCodes.Ok;
        });
        return command;
    }
}
