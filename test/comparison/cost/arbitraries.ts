import fc from "fast-check";
import { type CostInputs, withDefaults } from "../../../comparison/cost/inputs";
import type { CostModel } from "../../../comparison/cost/variants";
import { before, current } from "./models";

const real = (max: number) => fc.double({ min: 0, max, noNaN: true });

/** Inputs within their bounds: on both sides of every free tier and, for the users, of every step. */
export const someInputs: fc.Arbitrary<CostInputs> = fc
  .record({
    users: fc.oneof(fc.integer({ min: 0, max: 200_000 }), fc.constantFrom(0, 10_000, 50_000, 100_000, 1_000_000, 10_000_000)),
    requestsPerUser: fc.oneof(real(100), real(50_000)),
    signInsPerUser: real(100),
    refreshesPerUser: real(1_000),
    cacheHitRate: real(1),
    functionMemoryMb: fc.integer({ min: 128, max: 10_240 }),
    functionArchitecture: fc.constantFrom("arm64" as const, "x86_64" as const),
    authorizerMs: real(5_000),
    triggerMs: real(5_000),
    petsMs: real(5_000),
    coldShare: real(1),
    initMs: real(10_000),
    logBytesPerInvocation: real(100_000),
    logRetentionDays: fc.integer({ min: 1, max: 3_653 }),
    writeShare: real(1),
    tableKbPerUser: real(1_000),
    hasFreeTiers: fc.boolean(),
    accountCreatedOn: fc.constantFrom("2020-01-01", "2025-01-01"),
  })
  .map(withDefaults);

export const someModel: fc.Arbitrary<CostModel> = fc.constantFrom(current, before);
