// A model on Azure OpenAI, reached with the app's identity.

@description('The region.')
param location string

@description('What every resource is marked with.')
param tags { *: string }

@description('The account\'s name.')
param accountName string

@description('The model, and the name of its deployment.')
param modelName string

@description('The model\'s version.')
param modelVersion string

@description('Thousands of tokens a minute.')
param capacity int

resource account 'Microsoft.CognitiveServices/accounts@2026-09-01' = {
  name: accountName
  location: location
  tags: tags
  kind: 'OpenAI'
  sku: { name: 'S0' }
  properties: {
    customSubDomainName: accountName
    disableLocalAuth: true
    publicNetworkAccess: 'Enabled'
  }

  resource deployment 'deployments' = {
    name: modelName
    sku: { name: 'GlobalStandard', capacity: capacity }
    properties: {
      model: { format: 'OpenAI', name: modelName, version: modelVersion }
      versionUpgradeOption: 'OnceNewDefaultVersionAvailable'
    }
  }
}

@description('Where the model answers.')
output endpoint string = account.properties.endpoint

@description('The name to call the model by.')
output deployment string = account::deployment.name
