using DigitalTwin.LocalHost;

return await LocalHostRunner.RunAsync(args);
