import type { StrategyCosts } from "../costs";

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
  functions: [],
};
