namespace Orleans;

/// <summary>The way to the silo from outside of grains: in process in the silo's host, over its socket elsewhere.</summary>
public interface IClusterClient : IGrainFactory
{
    IServiceProvider ServiceProvider { get; }
}
