import type { Approval, AuthorizerRefusal } from "../step";
import type { GatewayFault } from "./gateway-responses";

/** An authorizer's decision: pass, with the context for the function, or a gateway response. */
export type Decision =
  | {
      readonly isAllowed: true;
      /** `event.requestContext.authorizer` */
      readonly authorizer: Readonly<Record<string, unknown>>;
      /** Missing where no authorizer was asked. */
      readonly reason?: Approval;
    }
  | {
      readonly isAllowed: false;
      readonly fault: Pick<GatewayFault, "message" | "type">;
      readonly reason: AuthorizerRefusal;
    };

export const refuse = (fault: Pick<GatewayFault, "message" | "type">, reason: AuthorizerRefusal): Decision => ({
  isAllowed: false,
  fault,
  reason,
});
export const unauthorized = (reason: AuthorizerRefusal): Decision =>
  refuse({ type: "UNAUTHORIZED", message: "Unauthorized" }, reason);
