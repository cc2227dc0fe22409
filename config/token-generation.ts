import type { UserPoolPlan } from "./setting-keys";

/** The event that Cognito sends a pre-token-generation trigger: V1_0 changes the ID token only, and takes only texts. */
export type EventVersion = "V1_0" | "V2_0";

/**
 * The most capable event version of a plan.
 * Source: docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html, read 2026-09.
 */
export const eventVersionOf = (plan: UserPoolPlan): EventVersion => (plan === "lite" ? "V1_0" : "V2_0");

/** Cognito waits 5 seconds and calls three times. Source: developer guide, "Working with Lambda triggers", read 2026-09. */
export const TRIGGER_TIMEOUT_SECONDS = 3;
/** For a trigger that waits up to 2 seconds for the directory and up to 1 for the permission map, and then still has to answer. */
export const LOOKUP_TIMEOUT_SECONDS = 4;
