using DigitalTwin.LocalHost;
using DigitalTwin.Samples.OwnTool;

return await DigitalTwinApp.CreateBuilder(args).AddWorkshop().RunAsync();
