using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Broker.Policy.Tests.Mutants;

/// <summary>Compiles files of src/Policy with one edit, and a trial with them, in memory; nothing of it is written anywhere.</summary>
internal sealed class MutantCompiler
{
    // A friend of the library and of this program. Its own types hide theirs of the same name.
    private const string AssemblyName = "Policy.Mutants";
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        """;

    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp14);

    private readonly Dictionary<string, (SyntaxTree Tree, CSharpCompilation Family)> _files = [];

    internal MutantCompiler()
    {
        List<MetadataReference> references = [.. References()];
        foreach (MutantFamily family in MutantFamily.All)
        {
            Dictionary<string, SyntaxTree> trees = family.Files.ToDictionary(name => name, name => Parse(RepositoryFiles.Text($"src/Policy/{name}.cs")), StringComparer.Ordinal);
            SyntaxTree trial = Parse(RepositoryFiles.Text($"tests/Policy.Tests/Mutants/{family.Trial}.cs"));
            var whole = CSharpCompilation.Create(AssemblyName, [.. trees.Values, trial, Parse(GlobalUsings)], references, Options());
            foreach ((string name, SyntaxTree tree) in trees)
            {
                _files.Add(name, (tree, whole));
            }
        }
    }

    /// <summary>How often a text stands in a file; none in a file of no family.</summary>
    internal int Occurrences(string file, string text) =>
        _files.TryGetValue(file, out (SyntaxTree Tree, CSharpCompilation Family) found) ? found.Tree.ToString().Split(text).Length - 1 : 0;

    /// <summary>Compiles the file's family as it is, and returns the first difference from the references, or null.</summary>
    internal string? TryAsItIs(string file) => Try(_files[file].Family, file);

    /// <summary>Compiles the mutant's family with its edit, and returns the first difference from the references, or null.</summary>
    internal string? Try(SourceMutant mutant)
    {
        (SyntaxTree tree, CSharpCompilation family) = _files[mutant.File];
        return Try(family.ReplaceSyntaxTree(tree, Parse(tree.ToString().Replace(mutant.Old, mutant.New, StringComparison.Ordinal))), mutant.Effect);
    }

    private static string? Try(CSharpCompilation compilation, string what)
    {
        using var code = new MemoryStream();
        EmitResult made = compilation.Emit(code);
        Diagnostic? error = made.Diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error);
        Assert.True(made.Success && error is null, $"{what}: {error}");
        code.Position = 0;
        var context = new AssemblyLoadContext(AssemblyName, isCollectible: true);
        try
        {
            Type trial = context.LoadFromStream(code).GetTypes().Single(type => type.Name.EndsWith("Trial", StringComparison.Ordinal));
            return trial.GetMethod(nameof(DecisionTrial.FirstDifference), BindingFlags.Static | BindingFlags.NonPublic)!.CreateDelegate<Func<string?>>()();
        }
#pragma warning disable CA1031 // Whatever a mutant throws is a difference: the library throws for nothing that is tried here.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return thrown.GetType().Name;
        }
        finally
        {
            context.Unload();
        }
    }

    // The build itself looks for nulls and warnings; to look again for each mutant would be most of the work.
    private static CSharpCompilationOptions Options() => new(
        OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, checkOverflow: true,
        nullableContextOptions: NullableContextOptions.Disable, generalDiagnosticOption: ReportDiagnostic.Suppress);

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, Language, encoding: Encoding.UTF8);

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Append(typeof(MutantCompiler).Assembly.Location)
            .Append(typeof(SharingPolicy).Assembly.Location)
            .DistinctBy(Path.GetFileName, StringComparer.Ordinal)
            .Select(path => MetadataReference.CreateFromFile(path));
}
