#!/bin/sh
# Waits until the twin is up and its roles are effective, asks it a question as a website would, and says how to embed it.
set -eu
tries=0
until curl -fsS --max-time 60 "$TWIN_URL/api/health/ready" > /dev/null 2>&1; do
  tries=$((tries + 1))
  if [ "$tries" -ge 20 ]; then
    echo 'The twin does not become ready. It says:' >&2
    # With the owner's key it says why, not only what. The key is read from standard input: no list of processes shows it.
    az keyvault secret show --vault-name "$TWIN_KEY_VAULT" --name owner-key --query value -o tsv 2> /dev/null \
      | sed 's/^/Authorization: Bearer /' \
      | curl -sS --max-time 60 -H @- "$TWIN_URL/api/health/ready" >&2 || true
    echo "docs/operations.md says what to do. The logs: Application Insights in the resource group, table AppTraces." >&2
    exit 1
  fi
  echo 'Waiting for the twin ...'
  sleep 15
done

question='{"message":"Who are you?"}'
answer=$(curl -fsSN --max-time 120 -H 'Content-Type: application/json' -H 'Accept: text/event-stream' -d "$question" "$TWIN_URL/api/chat")
printf '%s' "$answer" | grep -q '^event: turn.completed' || { echo "The twin did not answer: $answer" >&2; exit 1; }
echo 'The twin answers: Who are you?'
printf '%s\n' "$answer" | sed -n 's/^data: {"text":"\(.*\)","offset":.*/\1/p' | tr -d '\n'

widget=$(curl -fsS --max-time 60 "$TWIN_URL/api/widget")
version=$(printf '%s' "$widget" | sed -n 's/.*"version":"\([^"]*\)".*/\1/p')
integrity=$(printf '%s' "$widget" | sed -n 's/.*"integrity":"\([^"]*\)".*/\1/p')
cat << SNIPPET


Your twin is at $TWIN_URL (its API: $TWIN_URL/docs).
On your website, and with the site in TWIN_ORIGINS (azd env set TWIN_ORIGINS https://your.site && azd provision):

  <script src="$TWIN_URL/widget.js" async></script>

or, checked by the browser, and to be pasted anew after each deployment that changes it:

  <script src="$TWIN_URL/widget.js?v=$version" integrity="$integrity" crossorigin="anonymous" async></script>

docs/embed.md says the rest.
SNIPPET
