// Tells before the bill does.

@description('In the currency of the subscription.')
param amount int

@description('Where mails go.')
param email string

@description('The first day, the first of a month.')
param start string

resource budget 'Microsoft.Consumption/budgets@2026-06-01' = {
  name: 'twin'
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: { startDate: start }
    notifications: {
      actual80: { enabled: true, operator: 'GreaterThan', threshold: 80, thresholdType: 'Actual', contactEmails: [email] }
      forecast100: { enabled: true, operator: 'GreaterThan', threshold: 100, thresholdType: 'Forecasted', contactEmails: [email] }
    }
  }
}
