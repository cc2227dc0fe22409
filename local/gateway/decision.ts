import type { GatewayFault } from "./gateway-responses";

/** What stands in front of a method says: pass, with what the function behind may know of the caller, or an answer of API Gateway's. */
export type Decision =
  | {
      readonly isAllowed: true;
      /** `event.requestContext.authorizer` */
      readonly authorizer: Readonly<Record<string, unknown>>;
      readonly reason: string;
    }
  | { readonly isAllowed: false; readonly fault: GatewayFault };

export const refuse = (fault: GatewayFault): Decision => ({ isAllowed: false, fault });
export const unauthorized = (reason: string): Decision => refuse({ type: "UNAUTHORIZED", message: "Unauthorized", reason });
