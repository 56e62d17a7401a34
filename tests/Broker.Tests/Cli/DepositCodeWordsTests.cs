using System.Text.RegularExpressions;
using Broker.Briefings;
using Broker.Cli;
using Broker.Sealing;

namespace Broker.Tests.Cli;

public sealed partial class DepositCodeWordsTests
{
    // Codes of the silo's intake that are neither the package's nor the observation's.
    private static readonly string[] OfTheIntake =
    [
        "caveats-malformed", "caveats-unknown-tier", "country-without-policy", "observation-unknown-place",
        "record-exists", "record-withdrawn", "record-expired",
    ];

    private static readonly string[] All =
    [
        .. Enum.GetValues<DepositRefusal>().Select(DepositRefusals.Code),
        .. Enum.GetValues<ObservationFault>().Where(fault => fault != ObservationFault.None).Select(fault => "observation-" + ObservationFaults.Code(fault)),
        .. OfTheIntake,
    ];

    public static TheoryData<string> Codes => [.. All];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Of_CodeOfADepositLine_IsASentenceOfItsOwn(string code)
    {
        Assert.Contains(code, DepositCodeWords.Codes);
        Assert.Matches("^[a-z].*[a-zA-Z]$", DepositCodeWords.Of(code));
        Assert.DoesNotContain(code, DepositCodeWords.Of(code), StringComparison.Ordinal);
    }

    [Fact]
    public void Table_EveryCode_IsOneThatADepositLineCanHave()
        => Assert.Equal(All.Order(StringComparer.Ordinal), DepositCodeWords.Codes.Order(StringComparer.Ordinal));

    [Fact]
    public void Of_UnknownCode_FallsBackToTheCode() => Assert.Equal("the broker did not take it, with the code `brand-new`", DepositCodeWords.Of("brand-new"));

    [Fact]
    public void RefusalWords_Row_NameLineRecordCodeAndMeaning()
    {
        DepositedRow row = new(RecordSealer.RowKey(new string('f', 64), 17), new string('a', 26), "record-withdrawn");
        Assert.Equal(
            "line 17, record aaaaaaaaaaaaaaaaaaaaaaaaaa: record-withdrawn: this record was withdrawn; deposit it under a new record id if it is to count again",
            row.RefusalWords);
    }

    // The intake names its codes as literals; one that is added there without a sentence here is found by reading it.
    [Fact]
    public void Intake_EveryLiteralCode_HasASentence()
    {
        var silo = Path.Combine(Repository.Root, "src", "Broker.Silo");
        string[] files = [Path.Combine(silo, "Deposits", "DepositIntake.cs"), Path.Combine(silo, "Deposits", "BatchIntake.cs")];
        string[] found = [.. files.SelectMany(file => Literal().Matches(File.ReadAllText(file)).Select(match => match.Groups["code"].Value)).Distinct()];
        Assert.Contains("record-withdrawn", found);
        Assert.Contains("country-without-policy", found);
        Assert.All(found, code => Assert.Contains(code, DepositCodeWords.Codes));
    }

    [GeneratedRegex("(?:return new Examined\\(null, record, |new DepositLine\\(id, )\"(?<code>[a-z]+(?:-[a-z]+)+)\"")]
    private static partial Regex Literal();
}
