import type { FunctionCosts, StrategyCosts } from "../costs";

export const authorizer = {
  name: "authorizer function",
  billName: "Authorizer",
  calledFor: "uncached request",
  durationInput: "authorizerMs",
  timeoutSeconds: 5,
} as const satisfies FunctionCosts;

export const costs: StrategyCosts = {
  noun: "the authorizer",
  variants: {
    current: [{ name: "lite", description: "plan lite, advanced security off", users: "lite", hasAdvancedSecurityCharge: false }],
    "before-2024-11": [{ name: "base", description: "advanced security off", users: "base", hasAdvancedSecurityCharge: false }],
  },
  functions: [authorizer],
};
