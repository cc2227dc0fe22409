import { z } from "zod";

const cellSchema = z.object({
  strategy: z.string(),
  status: z.number(),
  message: z.string().nullable(),
  decidedBy: z.string().optional(),
  effectiveAfterSeconds: z.number().optional(),
  claim: z.string().nullable().optional(),
});

const behaviourSchema = z.object({
  situations: z.array(z.object({ id: z.string(), cells: z.array(cellSchema).readonly() })).readonly(),
});

const latencySchema = z.object({
  timingSource: z.string(),
  /** Reports from before it was known do not have it. */
  isBusy: z.boolean().optional(),
  environment: z.object({ cpuModel: z.string(), cpuCount: z.number(), nodeVersion: z.string() }),
  scenarios: z
    .array(
      z.object({
        id: z.string(),
        series: z
          .array(
            z.object({
              name: z.string(),
              percentiles: z
                .array(z.object({ p: z.number(), valueMs: z.number(), low: z.number(), high: z.number() }))
                .readonly(),
            }),
          )
          .readonly(),
      }),
    )
    .readonly(),
});

/** Version 1 called the timing source `times`. */
const firstLatencySchema = z
  .looseObject({ times: z.string() })
  .transform(({ times, ...latency }) => ({ ...latency, timingSource: times }))
  .pipe(latencySchema);

const costSchema = z.object({
  comparison: z.object({
    prices: z.object({ id: z.string(), readOn: z.string() }),
    inputs: z.custom<object>((value) => typeof value === "object" && value !== null, "expected an object"),
    variants: z.array(z.object({ strategy: z.string(), variant: z.string(), totalUsdPerMonth: z.number() })).readonly(),
  }),
});

const secondSchema = z.object({
  version: z.literal(2),
  target: z.string(),
  startedAt: z.string(),
  behaviour: z.tuple([behaviourSchema], behaviourSchema).readonly(),
  latency: latencySchema.optional(),
  cost: costSchema,
});

const firstSchema = secondSchema.extend({ version: z.literal(1), latency: firstLatencySchema.optional() });
export const reportSchema = z.discriminatedUnion("version", [firstSchema, secondSchema]);

/** The part of a report that later ones are compared with. */
export type ComparableReport = z.infer<typeof reportSchema>;
export type ComparableLatency = z.infer<typeof latencySchema>;
export type ComparableCell = z.infer<typeof cellSchema>;
