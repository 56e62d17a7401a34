using System.CommandLine;
using Broker.Sealing;

namespace Broker.Cli;

/// <summary>The options that describe who gets a share.</summary>
internal sealed class VaultPlanOptions
{
    public Option<string> Groups { get; } = CommonOptions.Text("--groups", "Groups of custodians and their thresholds, as operators:2of3,auditors:1of3");

    public Option<int?> Needed { get; } = new("--groups-needed") { Description = "How many groups must reach their threshold; default: all" };

    public Option<string[]> Custodians { get; } = new("--custodian")
    {
        Description = "One custodian and its member card, as operators/1=CARD; once for each place",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    public Option<bool> Paper { get; } = new("--paper") { Description = "No cards: write each share's words to a file of its own, for printing" };

    /// <summary>The plan; <paramref name="folder"/> holds the keys of shares on paper.</summary>
    public VaultPlan Make(ParseResult result, ShareFolder? folder, RandomFill random)
    {
        var (groups, needed, custodians) = (result.Of(Groups), result.GetValue(Needed), result.GetValue(Custodians) ?? []);
        if (!result.GetValue(Paper))
        {
            return PlanMaking.OfCards(groups, needed, custodians);
        }

        return custodians.Length > 0 ? throw new CommandFailure("either --custodian or --paper, not both")
            : PlanMaking.OfPaper(groups, needed, folder ?? throw new CommandFailure("--paper needs --out"), random);
    }
}
