import { z } from "zod";
import { attributeList, optional, textMap } from "./inputs";

/**
 * What becomes of the documented members that no operation here acts on; an operation's own schema has all others. Most change
 * nothing that a caller sees on AWS either, for a pool as it can be here: they are taken, and held to their type. What would change
 * something is refused by its name.
 */

const IS_REFUSED = "Member is not imitated by the local engine";
const refused = z
  .unknown()
  .refine((value) => value === null, IS_REFUSED)
  .optional();

/** For triggers that no pool has here. Documented: the API's ClientMetadata «serves no purpose» without one, read 2026-11. */
const ClientMetadata = optional(textMap);
/** For the pre-sign-up trigger, which no pool has here. */
const ValidationData = optional(attributeList);
/** For a Pinpoint project, which no client has here. */
const AnalyticsMetadata = optional(z.object({ AnalyticsEndpointId: optional(z.string()) }));
/** For risk scores, which are not imitated: nobody is refused by them, whatever the pool's mode. */
const UserContextData = optional(z.object({ IpAddress: optional(z.string()), EncodedData: optional(z.string()) }));
/** For pools that remember devices, which none does here. */
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
    ClientMetadata,
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
  AdminConfirmSignUp: { ClientMetadata },
} as const;
