namespace DigitalTwin.TestTwin;

/// <summary>Where the program is, for whoever starts it.</summary>
public static class TestTwinMarker;
