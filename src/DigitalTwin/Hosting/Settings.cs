using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Hosting;

/// <summary>Shared parts of the features' registrations.</summary>
internal static class Settings
{
    /// <summary>Binds a section, refuses unknown keys, and validates the options when the host starts.</summary>
    public static IServiceCollection AddSettings<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddOptions<T>().BindConfiguration(section, binder => binder.ErrorOnUnknownConfiguration = true);
        return services.ValidateSettings<T>(section);
    }

    /// <summary>Validates a section when the host starts.</summary>
    public static IServiceCollection ValidateSettings<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddSingleton<IValidateOptions<T>>(new SettingsValidator<T>(section));
        services.AddOptions<T>().ValidateOnStart();
        return services;
    }

    /// <summary>Documents the problems of an endpoint.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            endpoint.Produces<ProblemBody>(status, "application/problem+json");
        }

        return endpoint;
    }

    /// <summary>
    /// Reports all errors at once: the framework's own validator stops after the attributes where one of them fails.
    /// </summary>
    private sealed class SettingsValidator<T>(string section) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var (context, results) = (new ValidationContext(options), new List<ValidationResult>());
            Validator.TryValidateObject(options, context, results, validateAllProperties: true);
            var errors = results
                .Select(result => result.MemberNames.Any() ? $"{section}: {result.ErrorMessage}" : result.ErrorMessage!)
                .Concat(options is IValidatableObject whole ? whole.Validate(context).Select(result => result.ErrorMessage!) : [])
                .Distinct().ToList();
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
