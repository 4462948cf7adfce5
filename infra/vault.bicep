// The keys that are nobody's to know: the tickets' signing key, the owner's key, a model's key.

@description('The region.')
param location string

@description('What every resource is marked with.')
param tags { *: string }

@description('The vault\'s name.')
param vaultName string

@description('Whether the vault was deleted and is to be had back.')
param recover bool

resource vault 'Microsoft.KeyVault/vaults@2026-05-15' = {
  name: vaultName
  location: location
  tags: tags
  properties: {
    createMode: recover ? 'recover' : 'default'
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 30
    enablePurgeProtection: true
    publicNetworkAccess: 'Enabled'
  }
}

@description('The vault\'s name.')
output name string = vault.name

@description('The vault\'s address.')
output uri string = vault.properties.vaultUri
