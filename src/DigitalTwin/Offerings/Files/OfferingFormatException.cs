namespace DigitalTwin.Offerings.Files;

/// <summary>A file of offerings cannot be read.</summary>
/// <param name="message">What is wrong and where, in words for the owner.</param>
internal sealed class OfferingFormatException(string message) : Exception(message);
