import type { FunctionCosts, StrategyCosts } from "../costs";

export const trigger = {
  name: "pre-token-generation trigger",
  billName: "Trigger",
  calledFor: "token",
  durationInput: "triggerMs",
  // Cognito waits 5 seconds and tries three times.
  timeoutSeconds: 3,
} as const satisfies FunctionCosts;

export const costs: StrategyCosts = {
  noun: "the scopes",
  variants: {
    current: [
      {
        name: "plus",
        description: "plan plus, advanced security in its price",
        users: "plus",
        hasAdvancedSecurityCharge: false,
      },
      {
        name: "essentials",
        description: "plan essentials, advanced security off",
        users: "essentials",
        hasAdvancedSecurityCharge: false,
      },
    ],
    "before-2024-11": [
      {
        name: "advanced-security",
        description: "advanced security, which the trigger's event V2_0 needed",
        users: "base",
        hasAdvancedSecurityCharge: true,
      },
    ],
  },
  functions: [trigger],
};
