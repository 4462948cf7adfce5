namespace DigitalTwin.Documents.Reading;

/// <summary>Has documents read: the engine of the host.</summary>
internal interface IReadingScheduler
{
    /// <summary>Has a document read from where it stands to the end, beside what the caller does; a document that is being read goes
    /// on.</summary>
    Task BeginAsync(string id);
}
