/** What API Gateway's access log says of the measured requests. */
export interface GatewayTimes {
  readonly times: readonly GatewayTime[];
  /** Requests that the log was asked for, and of those the ones that it did not have in time. */
  readonly asked: number;
  readonly missing: number;
  /** Why there is less than everything; missing where nothing is. */
  readonly note?: string;
}

export interface GatewayTime {
  readonly strategy: string;
  readonly scenario: string;
  /** `authorizer`, `integration`, or `whole answer`. */
  readonly what: string;
  readonly n: number;
  readonly percentiles: readonly { readonly p: number; readonly valueMs: number }[];
}

export const noGatewayTimes = (note: string): GatewayTimes => ({ times: [], asked: 0, missing: 0, note });

/** Those of several spans, which have no scenario in common. */
export function mergeGatewayTimes(all: readonly GatewayTimes[]): GatewayTimes {
  const notes = [...new Set(all.flatMap(({ note }) => note ?? []))];
  return {
    times: all.flatMap(({ times }) => times),
    asked: all.reduce((sum, { asked }) => sum + asked, 0),
    missing: all.reduce((sum, { missing }) => sum + missing, 0),
    ...(notes.length === 0 ? {} : { note: notes.join("; ") }),
  };
}
