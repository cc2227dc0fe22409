/** The highest limits that the program can be configured with, so that nothing that is tested or measured is throttled. */
export const UNTHROTTLED = { throttleRatePerSecond: "10000", throttleBurst: "5000" } as const;
