using System.Reflection;
using System.Text.RegularExpressions;
using DigitalTwin.Azure;
using DigitalTwin.Hosting;
using DigitalTwin.LocalHost;
using DigitalTwin.Testing;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Functions.Tests;

/// <summary>Every message of the log has a number of its own, and the alerts look for numbers that there are.</summary>
public sealed partial class AlertTests
{
    private const BindingFlags OwnMethods
        = BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;

    // A type of each assembly of the product.
    private static readonly Type[] Assemblies = [typeof(Problems), typeof(AzureFeature), typeof(FunctionApp), typeof(LocalHostApp)];

    private static readonly IReadOnlyList<LoggerMessageAttribute> Messages = [.. Assemblies
        .SelectMany(type => type.Assembly.GetTypes())
        .SelectMany(type => type.GetMethods(OwnMethods))
        .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>()];

    [Fact]
    public void Every_message_has_a_number_of_its_own()
    {
        Messages.Count.ShouldBeGreaterThan(25);
        Messages.ShouldAllBe(message => message.EventId > 0);
        Messages.Select(message => message.EventId).ShouldBeUnique();
    }

    [Fact]
    public void Alerts_look_for_messages_that_there_are()
    {
        var lists = EventLists().Matches(RepositoryFiles.Read("infra/monitoring.bicep"));
        lists.Count.ShouldBe(4);
        foreach (var id in lists.SelectMany(list => list.Groups[1].Value.Split(',').Select(int.Parse)))
        {
            var message = Messages.SingleOrDefault(message => message.EventId == id).ShouldNotBeNull($"{id}");
            message.Level.ShouldBeOneOf([LogLevel.Warning, LogLevel.Error], message.Message);
        }
    }

    [GeneratedRegex(@"\$\{events\} in \(([0-9, ]+)\)")]
    private static partial Regex EventLists();
}
