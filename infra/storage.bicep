// One account for everything: the persona and documents (blobs), conversations and turns (tables), the durable engine (tables, queues,
// blobs) and the app's package. No keys: identities only.

@description('The region.')
param location string

@description('What every resource is marked with.')
param tags { *: string }

@description('The account\'s name.')
param storageName string

resource account 'Microsoft.Storage/storageAccounts@2026-09-01' = {
  name: storageName
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: 'Enabled'
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      // A persona that was deleted or overwritten by mistake can be had back for this long.
      isVersioningEnabled: true
      deleteRetentionPolicy: { enabled: true, days: 14 }
      containerDeleteRetentionPolicy: { enabled: true, days: 14 }
    }

    resource packages 'containers' = {
      name: 'packages'
      properties: { publicAccess: 'None' }
    }

    resource twin 'containers' = {
      name: 'twin'
      properties: { publicAccess: 'None' }
    }
  }

  resource queues 'queueServices' = {
    name: 'default'
  }

  resource tables 'tableServices' = {
    name: 'default'
  }
}

// Versions that the platform keeps of blobs are not kept for ever.
resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2026-09-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'old-versions'
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'] }
            actions: { version: { delete: { daysAfterCreationGreaterThan: 90 } } }
          }
        }
      ]
    }
  }
}

@description('The account\'s name.')
output name string = account.name

@description('The container of the app\'s package.')
output packageContainer string = account::blobs::packages.name

@description('The container of the persona and documents.')
output twinContainer string = account::blobs::twin.name
