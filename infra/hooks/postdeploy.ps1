# Waits until the twin is up and its roles are effective, asks it a question as a website would, and says how to embed it.
$ErrorActionPreference = 'Stop'
$url = $env:TWIN_URL
for ($try = 1; ; $try++) {
  try { Invoke-WebRequest "$url/api/health/ready" -TimeoutSec 60 | Out-Null; break }
  catch {
    if ($try -ge 20) {
      # With the owner's key it says why, not only what.
      $key = az keyvault secret show --vault-name $env:TWIN_KEY_VAULT --name owner-key --query value -o tsv 2>$null
      $says = try { Invoke-WebRequest "$url/api/health/ready" -Headers @{ Authorization = "Bearer $key" } -TimeoutSec 60 } catch { $_.ErrorDetails.Message }
      Write-Host "The twin does not become ready: $says" -ForegroundColor Red
      Write-Host "docs/operations.md says what to do. The logs: Application Insights in the resource group, table AppTraces."
      exit 1
    }
    Write-Host 'Waiting for the twin ...'
    Start-Sleep -Seconds 15
  }
}

$events = (Invoke-WebRequest "$url/api/chat" -Method Post -ContentType 'application/json' -Headers @{ Accept = 'text/event-stream' } -Body '{"message":"Who are you?"}' -TimeoutSec 120).Content
if ($events -is [byte[]]) { $events = [System.Text.Encoding]::UTF8.GetString($events) }
if ($events -notmatch '(?m)^event: turn.completed') { throw "The twin did not answer: $events" }
$last = ($events -split "`n" | Where-Object { $_.StartsWith('data: ') } | Select-Object -Last 1).Substring(6) | ConvertFrom-Json
Write-Host "The twin answers: Who are you?`n$($last.reply)"
$widget = Invoke-RestMethod "$url/api/widget" -TimeoutSec 60
Write-Host @"

Your twin is at $url (its API: $url/docs).
On your website, and with the site in TWIN_ORIGINS (azd env set TWIN_ORIGINS https://your.site; azd provision):

  <script src="$url/widget.js" async></script>

or, checked by the browser, and to be pasted anew after each deployment that changes it:

  <script src="$url/widget.js?v=$($widget.version)" integrity="$($widget.integrity)" crossorigin="anonymous" async></script>

docs/embed.md says the rest.
"@
