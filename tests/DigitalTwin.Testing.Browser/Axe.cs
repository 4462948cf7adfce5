using System.Text.Json;
using Microsoft.Playwright;

namespace DigitalTwin.Testing.Browsers;

/// <summary>WCAG 2.2 AA as far as axe-core can check it: https://github.com/dequelabs/axe-core</summary>
public static class Axe
{
    private const string Run = """
        async () => {
          const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
          const { violations } = await axe.run(document, { runOnly });
          const seen = ({ target, failureSummary }) => [target, failureSummary];
          return JSON.stringify(violations.map(({ id, nodes }) => [id, nodes.map(seen)]));
        }
        """;

    /// <summary>Fails where a page, as it is now, violates a rule.</summary>
    /// <param name="page">The page.</param>
    /// <param name="state">What state it is in, for the message.</param>
    public static async Task CheckAsync(IPage page, string state)
    {
        if (!await page.EvaluateAsync<bool>("'axe' in window"))
        {
            var script = Npm.PathOf("axe-core/axe.min.js");
            await page.EvaluateAsync(await File.ReadAllTextAsync(script, TestContext.Current.CancellationToken));
        }

        var violations = await page.EvaluateAsync<string>(Run);
        JsonDocument.Parse(violations).RootElement.GetArrayLength().ShouldBe(0, $"{state}: {violations}");
    }
}
