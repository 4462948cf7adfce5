using DigitalTwin.LocalHost;

return await DigitalTwinApp.CreateBuilder(args).RunAsync();
