// Logs, traces and metrics, and the alerts that docs/operations.md explains.

@description('The region.')
param location string

@description('What every resource is marked with.')
param tags { *: string }

@description('Makes names unique.')
param token string

@description('The name of Application Insights.')
param insightsName string

@description('Where alerts go. Empty: no alerts.')
param alertEmail string

resource workspace 'Microsoft.OperationalInsights/workspaces@2026-03-01' = {
  name: 'log-twin-${token}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 30
    workspaceCapping: { dailyQuotaGb: 1 }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: insightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

resource mail 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(alertEmail)) {
  name: 'ag-twin-${token}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'twin'
    enabled: true
    emailReceivers: [{ name: 'owner', emailAddress: alertEmail, useCommonAlertSchema: true }]
  }
}

@description('What the worker logs, by the number of the message: one that comes with an exception is in a table of its own.')
var events = 'union isfuzzy=true AppTraces, AppExceptions | where toint(Properties.EventId)'

@description('What the alerts look for.')
var alerts = [
  // What never reaches the product (its worker ended, a header that the platform cannot pass on) is in none of its logs: it is in the
  // host's, as a request. Not an alert on the metric Http5xx: Flex Consumption has none, and refuses the rule. Requests are sampled:
  // ItemCount is how many a row stands for.
  {
    name: 'platform-fails'
    summary: 'More than 5 requests ended with 500 or above in 15 minutes, whoever answered them.'
    severity: 1
    query: 'AppRequests | where toint(ResultCode) >= 500 | summarize Failed = sum(ItemCount)'
    measure: { timeAggregation: 'Total', metricMeasureColumn: 'Failed' }
    threshold: 5
  }
  {
    name: 'requests-fail'
    summary: 'More than 5 requests failed in 15 minutes.'
    severity: 1
    query: '${events} in (1001)'
    measure: { timeAggregation: 'Count' }
    threshold: 5
  }
  {
    name: 'model-fails'
    summary: 'The model failed and the offline one answered, more than 10 times in 15 minutes.'
    severity: 2
    query: '${events} in (3001, 3002)'
    measure: { timeAggregation: 'Count' }
    threshold: 10
  }
  {
    name: 'persona-is-broken'
    summary: 'The persona file cannot be used; the last good one is in use.'
    severity: 2
    query: '${events} in (2002, 2003)'
    measure: { timeAggregation: 'Count' }
    threshold: 0
  }
  {
    name: 'turns-fail'
    summary: 'Turns ended with an error of the twin\'s own.'
    severity: 2
    query: '${events} in (5004, 5007, 9002)'
    measure: { timeAggregation: 'Count' }
    threshold: 3
  }
]

resource rules 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [for alert in alerts: if (!empty(alertEmail)) {
  name: 'twin-${alert.name}'
  location: location
  tags: tags
  properties: {
    displayName: 'Twin: ${alert.name}'
    description: alert.summary
    enabled: true
    severity: alert.severity
    scopes: [workspace.id]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    // The tables appear with the first data: the query is not checked against them before.
    skipQueryValidation: true
    autoMitigate: true
    criteria: {
      allOf: [
        {
          query: alert.query
          ...alert.measure
          operator: 'GreaterThan'
          threshold: alert.threshold
        }
      ]
    }
    actions: { actionGroups: [mail.id] }
  }
}]
