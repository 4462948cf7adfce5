// A model on Azure OpenAI, reached with the app's identity.
param location string
param tags object
param token string
param modelName string
param modelVersion string
param capacity int

resource account 'Microsoft.CognitiveServices/accounts@2024-10-01' = {
  name: 'oai-twin-${token}'
  location: location
  tags: tags
  kind: 'OpenAI'
  sku: { name: 'S0' }
  properties: {
    customSubDomainName: 'oai-twin-${token}'
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

output name string = account.name
output endpoint string = account.properties.endpoint
output deployment string = account::deployment.name
