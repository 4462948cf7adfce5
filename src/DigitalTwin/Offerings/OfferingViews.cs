namespace DigitalTwin.Offerings;

/// <summary>A file of offerings, as the owner sees it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Offerings">How many offerings are in it, as it was last read well.</param>
/// <param name="Problem">What is wrong with it; left out where nothing is.</param>
public sealed record OfferingFileView(string Name, int Offerings, string? Problem);

/// <summary>All files of offerings.</summary>
/// <param name="Files">The files, by name.</param>
/// <param name="Available">How many offerings visitors can find.</param>
public sealed record OfferingFileList(IReadOnlyList<OfferingFileView> Files, int Available);
