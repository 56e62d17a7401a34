namespace Orleans.Embedded.Tests.Grains;

public enum Priority
{
    Low,
    High,
}
