using System.Globalization;
using System.Net;
using System.Text;

namespace DigitalTwin.Evals;

/// <summary>A run as one HTML file that needs nothing beside it.</summary>
internal static class EvalReport
{
    private const string Style =
        "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}"
        + "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.5rem;border-top:1px solid #ccc}"
        + ".pass{color:#176217}.fail{color:#a11}.note{color:#555}pre{white-space:pre-wrap;margin:.25rem 0;font:inherit}"
        + "@media(prefers-color-scheme:dark){body{color:#eee;background:#181818}.pass{color:#7c7}.fail{color:#f88}.note{color:#aaa}}";

    /// <summary>Writes it. Whatever was asked and replied is text in it, never markup.</summary>
    public static string Of(EvalRunView run)
    {
        var page = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width\"><title>Evals</title><style>").Append(Style)
            .Append("</style></head><body><h1>Evals</h1>");
        page.Append(CultureInfo.InvariantCulture, $"<p>{run.Passed} of {run.Total} right")
            .Append(run.Against is { } against ? $", compared with <em>{Text(against)}</em>: {run.Regressions.Count} regressions" : "")
            .Append(CultureInfo.InvariantCulture, $". Persona: <em>{Text(run.Persona)}</em>. Begun {run.StartedAt:u}.</p>")
            .Append("<table><thead><tr><th>Case</th><th>Model</th><th>Result</th><th>Reply</th></tr></thead><tbody>");
        foreach (var row in run.Rows ?? [])
        {
            Write(page, row);
        }

        return page.Append("</tbody></table></body></html>").ToString();
    }

    private static void Write(StringBuilder page, EvalRow row)
    {
        page.Append(CultureInfo.InvariantCulture, $"<tr><td><strong>{Text(row.Case.Id)}</strong><pre>{Text(row.Case.Question)}</pre></td>");
        page.Append(CultureInfo.InvariantCulture, $"<td>{Text(row.Result?.Model ?? row.Model)}</td><td>");
        page.Append(row.Result switch
        {
            null => "<span class=\"note\">not known</span>",
            { Passed: true } => "<span class=\"pass\">right</span>",
            _ => "<span class=\"fail\">wrong</span>",
        });
        page.Append(row.Change is { } change and not "same" ? $" <strong>({change})</strong>" : "");
        foreach (var check in row.Result?.Checks.Where(check => !check.Passed) ?? [])
        {
            page.Append(CultureInfo.InvariantCulture, $"<br>{Text(check.Name)}: {Text(check.Reason ?? "")}");
        }

        page.Append(CultureInfo.InvariantCulture, $"</td><td><pre>{Text(row.Result?.Error ?? row.Result?.Reply ?? "")}</pre>");
        if (row is { Against: { } before, Change: not (null or "same") })
        {
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">Before:</p><pre class=\"note\">{Text(before.Reply)}</pre>");
        }

        page.Append("</td></tr>");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
