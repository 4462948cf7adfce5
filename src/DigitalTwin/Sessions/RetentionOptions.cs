using System.ComponentModel.DataAnnotations;

namespace DigitalTwin.Sessions;

/// <summary>Settings under <c>Retention</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>Days after its last message that a conversation is kept: 1 to 3,650.</summary>
    [Range(1, 3_650)]
    public int Days { get; set; } = 90;
}
