import { z } from "zod";
import { attributeList, optional, textMap } from "./inputs";

/**
 * Documented request members without an implementation; each operation's schema has the others. Most have no visible effect on AWS
 * either for the pools supported here: they are type-checked and ignored. Members that would have an effect are refused by name.
 */

const IS_REFUSED = "Member is not imitated by the local engine";
const refused = z
  .unknown()
  .refine((value) => value === null, IS_REFUSED)
  .optional();

/** Only for triggers that no pool has here. Documented: ClientMetadata "serves no purpose" without one, read 2026-11. */
const ClientMetadata = optional(textMap);
/** Only for the pre-sign-up trigger, which no pool has here. */
const ValidationData = optional(attributeList);
/** Only for a Pinpoint project, which no client has here. */
const AnalyticsMetadata = optional(z.object({ AnalyticsEndpointId: optional(z.string()) }));
/** Only for risk scores, which are not imitated: nobody is refused by them, whatever the pool's mode. */
const UserContextData = optional(z.object({ IpAddress: optional(z.string()), EncodedData: optional(z.string()) }));
/** Only for pools that remember devices, which none does here. */
const DeviceKey = optional(
  z
    .string()
    .regex(/^[\w-]+_[0-9a-f-]+$/)
    .max(55),
);

export const unused = {
  SignUp: { ValidationData, AnalyticsMetadata, UserContextData, ClientMetadata },
  ConfirmSignUp: {
    // An email belongs to one user from the sign-up on, so that there is none to move to another.
    ForceAliasCreation: optional(z.boolean()),
    AnalyticsMetadata,
    UserContextData,
    // Of the flow USER_AUTH, as InitiateAuth's.
    Session: refused,
  },
  ResendConfirmationCode: { AnalyticsMetadata, UserContextData, ClientMetadata },
  InitiateAuth: {
    // It does not reach pre-token-generation. Documented: InitiateAuth in the API reference, read 2026-11.
    ClientMetadata,
    AnalyticsMetadata,
    UserContextData,
    Session: refused,
  },
  RespondToAuthChallenge: { AnalyticsMetadata, UserContextData },
  GetTokensFromRefreshToken: { DeviceKey },
  // It «has no effect when session tracking is disabled». Documented: RevokeToken in the API reference, read 2026-11.
  RevokeToken: { RevokeAssociatedSessions: optional(z.enum(["NONE", "LINKED"])) },
  AdminCreateUser: {
    ValidationData,
    ClientMetadata,
    ForceAliasCreation: optional(z.boolean().refine((isForced) => !isForced, IS_REFUSED)),
    DesiredDeliveryMediums: optional(
      z.array(z.enum(["SMS", "EMAIL"])).refine((media) => !media.includes("SMS"), `${IS_REFUSED} with SMS`),
    ),
  },
} as const;
