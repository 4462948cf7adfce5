# Before anything is made: is what it needs there? Each problem is said with what to do about it.
$ErrorActionPreference = 'Stop'
$problems = @()

if (-not (Get-Command az -ErrorAction SilentlyContinue)) { throw 'PROBLEM: the Azure CLI is missing: https://aka.ms/azure-cli' }
$account = az account show --query id -o tsv 2>$null
if ($LASTEXITCODE -ne 0) { throw 'PROBLEM: not signed in. Run: az login' }
$subscription = if ($env:AZURE_SUBSCRIPTION_ID) { $env:AZURE_SUBSCRIPTION_ID } else { $account }
if ($subscription -ne $account) { az account set --subscription $subscription }

# The app's identity gets its rights by role assignments: whoever deploys must be allowed to make them.
if ($env:AZURE_PRINCIPAL_ID) {
  $roles = az role assignment list --assignee $env:AZURE_PRINCIPAL_ID --scope "/subscriptions/$subscription" --include-inherited --include-groups --query '[].roleDefinitionName' -o tsv 2>$null
  if (-not ($roles | Where-Object { $_ -in 'Owner', 'User Access Administrator', 'Role Based Access Control Administrator' })) {
    $problems += "you may not assign roles in subscription $subscription. Ask its owner for the role 'Role Based Access Control Administrator'."
  }
}

foreach ($provider in 'Microsoft.Web', 'Microsoft.Storage', 'Microsoft.KeyVault', 'Microsoft.Insights', 'Microsoft.OperationalInsights', 'Microsoft.ManagedIdentity', 'Microsoft.App') {
  if ((az provider show --namespace $provider --query registrationState -o tsv 2>$null) -ne 'Registered') {
    Write-Host "Registering $provider"
    az provider register --namespace $provider | Out-Null
    if ($LASTEXITCODE -ne 0) { $problems += "$provider is not registered: az provider register --namespace $provider" }
  }
}

if ($env:AZURE_LOCATION) {
  $regions = az functionapp list-flexconsumption-locations --query '[].name' -o tsv | ForEach-Object { $_.Replace(' ', '').ToLowerInvariant() }
  if ($env:AZURE_LOCATION -notin $regions) { $problems += "region $($env:AZURE_LOCATION) has no Flex Consumption. See: az functionapp list-flexconsumption-locations" }
  if ($env:TWIN_DEPLOY_MODEL -eq 'true') {
    $model = if ($env:TWIN_MODEL_NAME) { $env:TWIN_MODEL_NAME } else { 'gpt-5.4-mini' }
    $version = if ($env:TWIN_MODEL_VERSION) { $env:TWIN_MODEL_VERSION } else { '2026-03-17' }
    $query = "[?model.name=='$model' && model.version=='$version' && model.lifecycleStatus!='Deprecated' && contains(model.skus[].name, 'GlobalStandard')] | length(@)"
    $found = az cognitiveservices model list --location $env:AZURE_LOCATION --query $query -o tsv 2>$null
    if (-not $found -or [int]$found -eq 0) { $problems += "model $model $version is not to be had in $($env:AZURE_LOCATION). Choose another one (TWIN_MODEL_NAME, TWIN_MODEL_VERSION): az cognitiveservices model list --location $($env:AZURE_LOCATION)" }
  }
}

# A vault that was deleted keeps its name for 30 days, and cannot be purged: it is had back.
if ($env:AZURE_ENV_NAME) {
  $deleted = az keyvault list-deleted --resource-type vault -o json 2>$null | ConvertFrom-Json | Where-Object { $_.properties.tags.'azd-env-name' -eq $env:AZURE_ENV_NAME }
  if ($deleted) {
    Write-Host 'The vault of this environment was deleted: it is recovered, with its secrets.'
    azd env set TWIN_RECOVER_VAULT true
  }
}

# A budget keeps the first day it began with.
if (-not $env:TWIN_BUDGET_START) { azd env set TWIN_BUDGET_START (Get-Date -Format 'yyyy-MM-01') }

if ($problems) { $problems | ForEach-Object { Write-Host "PROBLEM: $_" -ForegroundColor Red }; exit 1 }
Write-Host 'All that a deployment needs is there.'
