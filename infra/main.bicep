// What `azd up` makes: a resource group with the function app and all it needs, reached with identities, no keys.
targetScope = 'subscription'

@minLength(1)
@maxLength(40)
@description('The name of the azd environment; it is part of the names of the resources.')
param environmentName string

@minLength(1)
@description('A region with Flex Consumption: az functionapp list-flexconsumption-locations')
param location string

@description('Who deploys: gets the right to upload the persona and to set secrets.')
param principalId string = ''

@allowed(['User', 'ServicePrincipal'])
@description('What the one who deploys is.')
param principalType string = 'User'

@description('Websites that may use the twin, with a comma between them: https://me.example,https://www.me.example')
param origins string = ''

@description('Host names of your own for the app, with commas between them; its own name needs no mention.')
param hosts string = ''

@description('Whether to deploy a model on Azure OpenAI. Without one, the twin answers as modelProvider says.')
param deployModel bool = false

@description('The model on Azure OpenAI, or of modelProvider.')
param modelName string = 'gpt-5.4-mini'

@description('The version of the model on Azure OpenAI.')
param modelVersion string = '2026-03-17'

@description('Thousands of tokens a minute.')
param modelCapacity int = 50

@allowed(['offline', 'openai', 'anthropic'])
@description('Who answers where no model is deployed: the offline model, an endpoint that speaks OpenAI\'s protocol, or Anthropic. The key goes into the vault as model-api-key.')
param modelProvider string = 'offline'

@description('The base address of the model\'s endpoint. Empty: the provider\'s own.')
param modelEndpoint string = ''

@description('Models to ask where the first one fails, as Model:Fallbacks has them; the key of another endpoint goes into the vault as model-fallback-api-key.')
param modelFallbacks string = ''

@description('The model that turns speech into text, at the same endpoint. Empty: visitors cannot speak.')
param modelSpeech string = ''

@description('The model that gives texts their vectors, at the same endpoint; empty: words are searched alone.')
param modelEmbeddings string = ''

@description('Whether the model takes pictures.')
param modelPictures bool = false

@description('In the currency of the subscription. A mail is sent at 80 and 100 per cent.')
param monthlyBudget int = 20

@description('Where alerts go. Empty: no alerts and no budget.')
param alertEmail string = ''

@description('The issuer of the provider that the owner signs in with, as https://accounts.google.com; empty for none.')
param signInIssuer string = ''

@description('The id that the provider knows the twin by.')
param signInClient string = ''

@description('Who the owner is there: the subject, or the confirmed e-mail address.')
param signInOwner string = ''

@description('The owner\'s time zone, as Europe/Lisbon.')
param noticeZone string = 'UTC'

@description('When the owner answers, as Mo-Fr 09:00-17:00; empty for any time.')
param officeHours string = ''

@description('Within how many office hours the owner promises to reply; 0 for no promise.')
param replyHours string = '0'

@description('When the daily digest is made, as 08:00; empty for none.')
param digestAt string = ''

@description('The server that takes the owner\'s mail, as smtp.example.com:587; empty for none.')
param mailServer string = ''

@description('The address that mail comes from.')
param mailFrom string = ''

@description('The address that mail goes to.')
param mailTo string = ''

@description('The name that the mail server knows the twin by.')
param mailUser string = ''

@description('Whether a vault of that name was deleted and is to be had back: its name is not free for 30 days.')
param recoverVault bool = false

@description('The first day of the budget, the first of a month. A budget keeps the one it began with: preprovision sets it once.')
param budgetStart string = ''

@description('What every resource is marked with. azd finds them by it.')
var tags = { 'azd-env-name': environmentName }

@description('Makes names unique.')
var token = toLower(uniqueString(subscription().id, environmentName, location))

// What a resource is named is known before it is made: a what-if can then see into the modules that name it.
@description('The names that more than one module needs.')
var names = {
  identity: 'id-twin-${token}'
  storage: 'sttwin${token}'
  vault: 'kv-twin-${token}'
  insights: 'appi-twin-${token}'
  model: 'oai-twin-${token}'
}

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module storage 'storage.bicep' = {
  scope: group
  params: { location: location, tags: tags, storageName: names.storage }
}

module vault 'vault.bicep' = {
  scope: group
  params: { location: location, tags: tags, vaultName: names.vault, recover: recoverVault }
}

module monitoring 'monitoring.bicep' = {
  scope: group
  params: { location: location, tags: tags, token: token, insightsName: names.insights, alertEmail: alertEmail }
}

module model 'model.bicep' = if (deployModel) {
  scope: group
  params: {
    location: location
    tags: tags
    accountName: names.model
    modelName: modelName
    modelVersion: modelVersion
    capacity: modelCapacity
  }
}

module identity 'identity.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    identityName: names.identity
    storageName: names.storage
    vaultName: names.vault
    insightsName: names.insights
    modelAccountName: deployModel ? names.model : ''
    principalId: principalId
    principalType: principalType
  }
  dependsOn: [storage, vault, monitoring, model]
}

module app 'app.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    identityName: names.identity
    storageName: names.storage
    packageContainer: storage.outputs.packageContainer
    vaultUri: vault.outputs.uri
    insightsName: names.insights
    origins: origins
    hosts: hosts
    monthlyBudget: string(monthlyBudget)
    signInIssuer: signInIssuer
    signInClient: signInClient
    signInOwner: signInOwner
    noticeSettings: {
      Notices__Zone: noticeZone
      Notices__OfficeHours: officeHours
      Notices__ReplyHours: replyHours
      Notices__DigestAt: digestAt
      Notices__MailServer: mailServer
      Notices__MailFrom: mailFrom
      Notices__MailTo: mailTo
      Notices__MailUser: mailUser
    }
    modelSettings: deployModel
      ? { Model__Provider: 'azure', Model__Endpoint: model!.outputs.endpoint, Model__Name: model!.outputs.deployment, Model__Pictures: string(modelPictures), Model__Fallbacks: modelFallbacks }
      : modelProvider != 'offline'
          ? { Model__Provider: modelProvider, Model__Endpoint: modelEndpoint, Model__Name: modelName, Model__Pictures: string(modelPictures), Model__Speech: modelSpeech, Model__Embeddings: modelEmbeddings, Model__Fallbacks: modelFallbacks }
          : { Model__Provider: 'offline' }
  }
  // Its roles too: the platform fetches the package with them.
  dependsOn: [identity, monitoring]
}

module budget 'budget.bicep' = if (!empty(alertEmail) && !empty(budgetStart)) {
  scope: group
  params: { amount: monthlyBudget, email: alertEmail, start: budgetStart }
}

@description('The resource group.')
output AZURE_RESOURCE_GROUP string = group.name

@description('The region.')
output AZURE_LOCATION string = location

@description('The function app.')
output TWIN_APP_NAME string = app.outputs.name

@description('Where the twin is.')
output TWIN_URL string = app.outputs.url

@description('The storage account.')
output TWIN_STORAGE_ACCOUNT string = storage.outputs.name

@description('The container of the persona and documents.')
output TWIN_CONTAINER string = storage.outputs.twinContainer

@description('The vault.')
output TWIN_KEY_VAULT string = vault.outputs.name
