namespace Engine.Parity.Grains;

/// <summary>Gives back what it gets.</summary>
[Alias("parity.echo")]
public interface IEchoGrain : IGrainWithStringKey
{
    Task<Parcel> ParcelAsync(Parcel parcel);

    Task<Figure> FigureAsync(Figure figure);

    Task<byte[]?> BytesAsync(byte[]? bytes);

    Task<string?> TextAsync(string? text);

    Task<string> KeyAsync();
}
