namespace Orleans.Serialization;

/// <summary>A codec that writes a null marker before its body.</summary>
internal interface IObjectCodecOwner
{
    Codec BodyCodec { get; }
}
