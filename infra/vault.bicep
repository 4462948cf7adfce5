// The keys that are nobody's to know: the tickets' signing key, the owner's key, a model's key.
param location string
param tags object
param token string
param recover bool

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'kv-twin-${token}'
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

output name string = vault.name
output uri string = vault.properties.vaultUri
