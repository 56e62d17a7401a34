namespace Broker.Policy.Tests.Mutants;

/// <summary>Wrong evaluators, made from the source by one edit each: the references must notice nearly all of them.</summary>
public sealed class SourceMutantTests
{
    private const int LeastOfEvaluator = 40;
    private const double LeastKilled = 0.95;

    private static readonly Lazy<MutantCompiler> Compiler = new(() => new MutantCompiler());

    [Fact]
    public void Source_AsItIs_ShowsNoDifference() => Assert.All(MutantFamily.All, family => Assert.Null(Compiler.Value.TryAsItIs(family.Files[0])));

    [Fact]
    public void Edits_OfEveryTable_StandOnceInTheirFileAndReachEveryFileThatDecides()
    {
        IReadOnlyList<SourceMutant> all = [.. EvaluatorMutants.All, .. LatticeMutants.All, .. NarrowingMutants.All];
        Assert.All(all, mutant => Assert.True(Compiler.Value.Occurrences(mutant.File, mutant.Old) == 1, $"{mutant.File} does not hold once: {mutant.Old}"));
        Assert.All(all, mutant => Assert.NotEqual(mutant.Old, mutant.New));
        Assert.Equal(all.Count, all.Select(m => (m.File, m.Old, m.New)).Distinct().Count());
        Assert.Empty(MutantFamily.All.SelectMany(f => f.Files).Except(all.Where(m => m.Equivalent is null).Select(m => m.File)));
    }

    [Fact]
    public void Evaluator_WithOneEdit_IsNoticed()
    {
        Assert.True(EvaluatorMutants.All.Count(m => m.Equivalent is null) >= LeastOfEvaluator);
        AssertNoticed(EvaluatorMutants.All);
    }

    [Fact]
    public void Lattice_WithOneEdit_IsNoticed() => AssertNoticed(LatticeMutants.All);

    [Fact]
    public void Narrowing_WithOneEdit_IsNoticed() => AssertNoticed(NarrowingMutants.All);

    // An edit that is said to change nothing must change nothing that is tried: else the proof beside it is wrong.
    private static void AssertNoticed(IReadOnlyList<SourceMutant> mutants)
    {
        var survivors = new List<SourceMutant>();
        foreach (SourceMutant mutant in mutants)
        {
            string? difference = Compiler.Value.Try(mutant);
            Assert.True(mutant.Equivalent is null || difference is null, $"{mutant.File}: {mutant.Effect}: {difference}, though it was said that {mutant.Equivalent}");
            if (mutant.Equivalent is null && difference is null)
            {
                survivors.Add(mutant);
            }
        }

        int tried = mutants.Count(m => m.Equivalent is null);
        Assert.True(
            tried - survivors.Count >= LeastKilled * tried,
            $"{survivors.Count} of {tried} were not noticed: {string.Join("; ", survivors.Select(m => $"{m.File}: {m.Effect}"))}");
    }
}
