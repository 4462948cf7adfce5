#!/bin/sh
# Before anything is made: is what it needs there? Each problem is said with what to do about it.
set -eu
problems=0
problem() { printf 'PROBLEM: %s\n' "$1" >&2; problems=$((problems + 1)); }

command -v az > /dev/null || { echo 'PROBLEM: the Azure CLI is missing: https://aka.ms/azure-cli' >&2; exit 1; }
account=$(az account show --query id -o tsv 2> /dev/null) || { echo 'PROBLEM: not signed in. Run: az login' >&2; exit 1; }
[ "$account" = "${AZURE_SUBSCRIPTION_ID:-$account}" ] || az account set --subscription "$AZURE_SUBSCRIPTION_ID"
subscription=${AZURE_SUBSCRIPTION_ID:-$account}

# The app's identity gets its rights by role assignments: whoever deploys must be allowed to make them.
if [ -n "${AZURE_PRINCIPAL_ID:-}" ]; then
  roles=$(az role assignment list --assignee "$AZURE_PRINCIPAL_ID" --scope "/subscriptions/$subscription" --include-inherited --include-groups --query '[].roleDefinitionName' -o tsv 2> /dev/null || true)
  printf '%s\n' "$roles" | grep -Eqx 'Owner|User Access Administrator|Role Based Access Control Administrator' \
    || problem "you may not assign roles in subscription $subscription. Ask its owner for the role 'Role Based Access Control Administrator'."
fi

for provider in Microsoft.Web Microsoft.Storage Microsoft.KeyVault Microsoft.Insights Microsoft.OperationalInsights Microsoft.ManagedIdentity Microsoft.App; do
  state=$(az provider show --namespace "$provider" --query registrationState -o tsv 2> /dev/null || echo unknown)
  [ "$state" = Registered ] || { echo "Registering $provider"; az provider register --namespace "$provider" > /dev/null || problem "$provider is not registered: az provider register --namespace $provider"; }
done

if [ -n "${AZURE_LOCATION:-}" ]; then
  az functionapp list-flexconsumption-locations --query '[].name' -o tsv | tr -d ' ' | tr '[:upper:]' '[:lower:]' | grep -qx "$AZURE_LOCATION" \
    || problem "region $AZURE_LOCATION has no Flex Consumption. See: az functionapp list-flexconsumption-locations"
  if [ "${TWIN_DEPLOY_MODEL:-false}" = true ]; then
    model=${TWIN_MODEL_NAME:-gpt-5.4-mini} version=${TWIN_MODEL_VERSION:-2026-03-17}
    query="[?model.name=='$model' && model.version=='$version' && model.lifecycleStatus!='Deprecated' && contains(model.skus[].name, 'GlobalStandard')] | length(@)"
    found=$(az cognitiveservices model list --location "$AZURE_LOCATION" --query "$query" -o tsv 2> /dev/null || echo 0)
    [ "$found" -gt 0 ] || problem "model $model $version is not to be had in $AZURE_LOCATION. Choose another one (TWIN_MODEL_NAME, TWIN_MODEL_VERSION): az cognitiveservices model list --location $AZURE_LOCATION"
  fi
fi

# A vault that was deleted keeps its name for 30 days, and cannot be purged: it is had back.
if [ -n "${AZURE_ENV_NAME:-}" ] && [ "$(az keyvault list-deleted --resource-type vault --query "[?properties.tags.\"azd-env-name\"=='$AZURE_ENV_NAME'] | length(@)" -o tsv 2> /dev/null || echo 0)" -gt 0 ]; then
  echo 'The vault of this environment was deleted: it is recovered, with its secrets.'
  azd env set TWIN_RECOVER_VAULT true
fi

# A budget keeps the first day it began with.
[ -n "${TWIN_BUDGET_START:-}" ] || azd env set TWIN_BUDGET_START "$(date +%Y-%m-01)"

[ "$problems" -eq 0 ] || exit 1
echo 'All that a deployment needs is there.'
