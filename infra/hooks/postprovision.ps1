# Puts in what a twin cannot begin without: a persona, and the keys nobody should have to think of. What is there already stays.
$ErrorActionPreference = 'Stop'

# A role that was just assigned takes about a minute to be effective: try again, do not fail.
function Invoke-Patiently([scriptblock]$command) {
  for ($try = 1; ; $try++) {
    $output = & $command 2>&1
    if ($LASTEXITCODE -eq 0) { return }
    if ($try -ge 20) { throw "$output" }
    Write-Host 'Waiting for the roles to take effect ...'
    Start-Sleep -Seconds 15
  }
}

$blob = @('--account-name', $env:TWIN_STORAGE_ACCOUNT, '--container-name', $env:TWIN_CONTAINER, '--auth-mode', 'login', '--only-show-errors')
Invoke-Patiently { az storage blob list @blob --num-results 1 }
$there = 'persona/me.md', 'persona/me.txt' | Where-Object { (az storage blob exists @blob --name $_ --query exists -o tsv) -eq 'true' }
if ($there) {
  Write-Host 'There is a persona already: it stays as it is.'
}
else {
  az storage blob upload @blob --name persona/me.md --file "$PSScriptRoot/../../src/DigitalTwin/Personas/Samples/ada-lovelace.md" --content-type 'text/markdown; charset=utf-8' | Out-Null
  if ($LASTEXITCODE -ne 0) { throw 'The sample persona could not be uploaded.' }
  Write-Host "The sample persona is in $($env:TWIN_STORAGE_ACCOUNT)/$($env:TWIN_CONTAINER)/persona/me.md: write yours over it."
}

function Set-Secret([string]$name, [string]$value) {
  az keyvault secret set --vault-name $env:TWIN_KEY_VAULT --name $name --value $value --only-show-errors | Out-Null
  if ($LASTEXITCODE -ne 0) { throw "The secret $name could not be stored." }
}

Invoke-Patiently { az keyvault secret list --vault-name $env:TWIN_KEY_VAULT --maxresults 1 }
foreach ($name in 'ticket-signing-key', 'owner-key', 'sign-in-key', 'webhook-key') {
  az keyvault secret show --vault-name $env:TWIN_KEY_VAULT --name $name --query id -o tsv 2>$null | Out-Null
  if ($LASTEXITCODE -ne 0) {
    $bytes = [System.Security.Cryptography.RandomNumberGenerator]::GetBytes(48)
    Set-Secret $name ([Convert]::ToBase64String($bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_'))
    Write-Host "Made the secret $name."
  }
}
if ($env:TWIN_MODEL_KEY) {
  Set-Secret 'model-api-key' $env:TWIN_MODEL_KEY
  Write-Host 'Stored the model key. Take it out of the environment now: azd env set TWIN_MODEL_KEY ""'
}
if ($env:TWIN_FALLBACK_KEY) {
  Set-Secret 'model-fallback-api-key' $env:TWIN_FALLBACK_KEY
  Write-Host 'Stored the fallback key. Take it out of the environment now: azd env set TWIN_FALLBACK_KEY ""'
}
if ($env:TWIN_OIDC_SECRET) {
  Set-Secret 'oidc-client-secret' $env:TWIN_OIDC_SECRET
  Write-Host 'Stored the secret of the sign-in provider. Take it out of the environment now: azd env set TWIN_OIDC_SECRET ""'
}
if ($env:TWIN_MAIL_PASSWORD) {
  Set-Secret 'smtp-password' $env:TWIN_MAIL_PASSWORD
  Write-Host 'Stored the password of the mail server. Take it out of the environment now: azd env set TWIN_MAIL_PASSWORD ""'
}
Write-Host "Your owner key: az keyvault secret show --vault-name $($env:TWIN_KEY_VAULT) --name owner-key --query value -o tsv"

# Recovered once is enough.
if ($env:TWIN_RECOVER_VAULT -eq 'true') { azd env set TWIN_RECOVER_VAULT false }
exit 0
