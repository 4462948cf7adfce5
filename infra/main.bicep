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
param principalType string = 'User'

@description('Websites that may use the twin, with a comma between them: https://me.example,https://www.me.example')
param origins string = ''

@description('Whether to deploy a model on Azure OpenAI. Without one, the twin answers offline, or through openAIEndpoint.')
param deployModel bool = false

param modelName string = 'gpt-5.4-mini'

param modelVersion string = '2026-03-17'

@description('Thousands of tokens a minute.')
param modelCapacity int = 50

@description('Any OpenAI-compatible endpoint to use instead; its key goes into the vault as model-api-key.')
param openAIEndpoint string = ''

@description('The model that turns speech into text, at the same openAIEndpoint. Empty: visitors cannot speak.')
param modelSpeech string = ''

@description('Whether the model takes pictures.')
param modelPictures bool = false

@description('In the currency of the subscription. A mail is sent at 80 and 100 per cent.')
param monthlyBudget int = 20

@description('Where alerts go. Empty: no alerts and no budget.')
param alertEmail string = ''

@description('Whether a vault of that name was deleted and is to be had back: its name is not free for 30 days.')
param recoverVault bool = false

@description('The first day of the budget, the first of a month. A budget keeps the one it began with: preprovision sets it once.')
param budgetStart string = ''

var tags = { 'azd-env-name': environmentName }
var token = toLower(uniqueString(subscription().id, environmentName, location))

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module storage 'storage.bicep' = {
  scope: group
  name: 'storage'
  params: { location: location, tags: tags, token: token }
}

module vault 'vault.bicep' = {
  scope: group
  name: 'vault'
  params: { location: location, tags: tags, token: token, recover: recoverVault }
}

module monitoring 'monitoring.bicep' = {
  scope: group
  name: 'monitoring'
  params: { location: location, tags: tags, token: token, alertEmail: alertEmail }
}

module model 'model.bicep' = if (deployModel) {
  scope: group
  name: 'model'
  params: { location: location, tags: tags, token: token, modelName: modelName, modelVersion: modelVersion, capacity: modelCapacity }
}

module identity 'identity.bicep' = {
  scope: group
  name: 'identity'
  params: {
    location: location
    tags: tags
    token: token
    storageName: storage.outputs.name
    vaultName: vault.outputs.name
    insightsName: monitoring.outputs.insightsName
    modelAccountName: deployModel ? model!.outputs.name : ''
    principalId: principalId
    principalType: principalType
  }
}

module app 'app.bicep' = {
  scope: group
  name: 'app'
  params: {
    location: location
    tags: tags
    token: token
    identityName: identity.outputs.name
    storageName: storage.outputs.name
    packageContainer: storage.outputs.packageContainer
    vaultUri: vault.outputs.uri
    insightsName: monitoring.outputs.insightsName
    origins: origins
    modelSettings: deployModel
      ? { Model__Provider: 'azure', Model__Endpoint: model!.outputs.endpoint, Model__Name: model!.outputs.deployment, Model__Pictures: string(modelPictures) }
      : !empty(openAIEndpoint)
          ? { Model__Provider: 'openai', Model__Endpoint: openAIEndpoint, Model__Name: modelName, Model__Pictures: string(modelPictures), Model__Speech: modelSpeech }
          : { Model__Provider: 'offline' }
  }
}

module budget 'budget.bicep' = if (!empty(alertEmail) && !empty(budgetStart)) {
  scope: group
  name: 'budget'
  params: { amount: monthlyBudget, email: alertEmail, start: budgetStart }
}

output AZURE_RESOURCE_GROUP string = group.name
output AZURE_LOCATION string = location
output TWIN_APP_NAME string = app.outputs.name
output TWIN_URL string = app.outputs.url
output TWIN_STORAGE_ACCOUNT string = storage.outputs.name
output TWIN_CONTAINER string = storage.outputs.twinContainer
output TWIN_KEY_VAULT string = vault.outputs.name
