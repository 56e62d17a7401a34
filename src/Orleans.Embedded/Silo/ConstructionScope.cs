using Orleans.Runtime;

namespace Orleans.Silo;

/// <summary>Hands the context to <see cref="Grain"/>'s constructor, which takes no argument.</summary>
internal static class ConstructionScope
{
    [ThreadStatic]
    private static IGrainContext? _current;

    public static IGrainContext? Current => _current;

    public static T Run<T>(IGrainContext context, Func<T> construct)
    {
        var outer = _current;
        _current = context;
        try
        {
            return construct();
        }
        finally
        {
            _current = outer;
        }
    }
}
