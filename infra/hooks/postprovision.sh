#!/bin/sh
# Puts in what a twin cannot begin without: a persona, and the keys nobody should have to think of. What is there already stays.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

# A role that was just assigned takes about a minute to be effective: try again, do not fail.
patiently() {
  tries=0
  until reason=$("$@" 2>&1 > /dev/null); do
    tries=$((tries + 1))
    if [ "$tries" -ge 20 ]; then echo "$reason" >&2; return 1; fi
    echo 'Waiting for the roles to take effect ...'
    sleep 15
  done
}

blob() { az storage blob "$@" --account-name "$TWIN_STORAGE_ACCOUNT" --container-name "$TWIN_CONTAINER" --auth-mode login --only-show-errors; }

patiently az storage blob list --account-name "$TWIN_STORAGE_ACCOUNT" --container-name "$TWIN_CONTAINER" --auth-mode login --num-results 1
if [ "$(blob exists --name persona/me.md --query exists -o tsv)" = true ] || [ "$(blob exists --name persona/me.txt --query exists -o tsv)" = true ]; then
  echo 'There is a persona already: it stays as it is.'
else
  blob upload --name persona/me.md --file "$here/../../src/DigitalTwin/Personas/Samples/ada-lovelace.md" --content-type 'text/markdown; charset=utf-8' > /dev/null
  echo "The sample persona is in $TWIN_STORAGE_ACCOUNT/$TWIN_CONTAINER/persona/me.md: write yours over it."
fi

has_secret() { az keyvault secret show --vault-name "$TWIN_KEY_VAULT" --name "$1" --query id -o tsv > /dev/null 2>&1; }
set_secret() { az keyvault secret set --vault-name "$TWIN_KEY_VAULT" --name "$1" --value "$2" --only-show-errors > /dev/null; }

patiently az keyvault secret list --vault-name "$TWIN_KEY_VAULT" --maxresults 1
for name in ticket-signing-key owner-key sign-in-key webhook-key; do
  has_secret "$name" || { set_secret "$name" "$(head -c 48 /dev/urandom | base64 | tr -d '\n=' | tr '+/' '-_')"; echo "Made the secret $name."; }
done
if [ -n "${TWIN_MODEL_KEY:-}" ]; then
  set_secret model-api-key "$TWIN_MODEL_KEY"
  echo 'Stored the model key. Take it out of the environment now: azd env set TWIN_MODEL_KEY ""'
fi
if [ -n "${TWIN_FALLBACK_KEY:-}" ]; then
  set_secret model-fallback-api-key "$TWIN_FALLBACK_KEY"
  echo 'Stored the fallback key. Take it out of the environment now: azd env set TWIN_FALLBACK_KEY ""'
fi
if [ -n "${TWIN_OIDC_SECRET:-}" ]; then
  set_secret oidc-client-secret "$TWIN_OIDC_SECRET"
  echo 'Stored the secret of the sign-in provider. Take it out of the environment now: azd env set TWIN_OIDC_SECRET ""'
fi
if [ -n "${TWIN_MAIL_PASSWORD:-}" ]; then
  set_secret smtp-password "$TWIN_MAIL_PASSWORD"
  echo 'Stored the password of the mail server. Take it out of the environment now: azd env set TWIN_MAIL_PASSWORD ""'
fi
echo "Your owner key: az keyvault secret show --vault-name $TWIN_KEY_VAULT --name owner-key --query value -o tsv"

# Recovered once is enough.
[ "${TWIN_RECOVER_VAULT:-false}" = false ] || azd env set TWIN_RECOVER_VAULT false
