// The function app on Flex Consumption.

@description('The region.')
param location string

@description('What every resource is marked with.')
param tags { *: string }

@description('Makes names unique.')
param token string

@description('The app\'s identity.')
param identityName string

@description('The storage account.')
param storageName string

@description('The container of the app\'s package.')
param packageContainer string

@description('The address of the vault.')
param vaultUri string

@description('Application Insights.')
param insightsName string

@description('The websites that may use the twin.')
param origins string

@description('Host names under which the twin answers, beside the app\'s own.')
param hosts string

@description('Most that models may cost in a month.')
param monthlyBudget string

@description('The issuer of the provider that the owner signs in with; empty for none.')
param signInIssuer string

@description('The id that the provider knows the twin by.')
param signInClient string

@description('Who the owner is there: the subject, or the confirmed e-mail address.')
param signInOwner string

@description('The settings under Notices.')
param noticeSettings { *: string }

@description('The settings under Model.')
param modelSettings { *: string }

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource storage 'Microsoft.Storage/storageAccounts@2026-09-01' existing = {
  name: storageName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: 'plan-twin-${token}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: 'func-twin-${token}'
  location: location
  tags: union(tags, { 'azd-service-name': 'twin' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    publicNetworkAccess: 'Enabled'
    keyVaultReferenceIdentity: identity.id
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${packageContainer}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity.id }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        instanceMemoryMB: 2048
        maximumInstanceCount: 40
        // A stream that is open waits, and takes no processor. By the default of 16 a few visitors and the owner's console
        // would start an instance after the other, each of which is billed as long as a stream is open.
        triggers: { http: { perInstanceConcurrency: 100 } }
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      // The product answers preflights itself: the platform's own CORS would answer a second time.
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(
      {
        AzureWebJobsStorage__accountName: storage.name
        AzureWebJobsStorage__credential: 'managedidentity'
        AzureWebJobsStorage__clientId: identity.properties.clientId
        APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
        AZURE_CLIENT_ID: identity.properties.clientId
        Storage__TableUri: storage.properties.primaryEndpoints.table
        Storage__BlobUri: storage.properties.primaryEndpoints.blob
        KeyVault__Uri: vaultUri
        Access__Origins: origins
        Access__Hosts: hosts
        Budget__Month: monthlyBudget
        SignIn__Issuer: signInIssuer
        SignIn__ClientId: signInClient
        SignIn__Owner: signInOwner
        // The twin's own page is at /: without this, it would be the platform's.
        AzureWebJobsDisableHomepage: 'true'
        // A few requests a second are enough to see what is slow. The alerts count by logs, which are not sampled,
        // or by what each of the requests that are kept stands for.
        OTEL_TRACES_SAMPLER: 'microsoft.rate_limited'
        OTEL_TRACES_SAMPLER_ARG: '5'
        // .NET 10 on Flex: https://github.com/Azure/azure-functions-dotnet-worker/issues/3335
        WEBSITE_USE_PLACEHOLDER_DOTNETISOLATED: '0'
      },
      modelSettings,
      noticeSettings
    )
  }
}

// Publishing with a user name and a password is nobody's way in.
// One after the other: writes to a site that overlap are refused now and then.
resource noFtp 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'ftp'
  dependsOn: [app::settings]
  properties: { allow: false }
}

resource noScm 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'scm'
  dependsOn: [noFtp]
  properties: { allow: false }
}

@description('The app\'s name.')
output name string = app.name

@description('Where the twin is.')
output url string = 'https://${app.properties.defaultHostName}'
