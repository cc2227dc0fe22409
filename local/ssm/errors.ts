import { ServiceError } from "../json-service";

// Types: docs.aws.amazon.com/systems-manager/latest/APIReference, API_GetParameter, API_PutParameter and CommonErrors, read 2026-11.
// No message may repeat a value.

export const invalid = (message: string) => new ServiceError("ValidationException", message);
/** Reported: github.com/garystafford/emr-demo/issues/1 and others, read 2026-11. */
export const alreadyExists = () =>
  new ServiceError(
    "ParameterAlreadyExists",
    "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
  );

export const errors = {
  accessDenied: (message: string) => new ServiceError("AccessDeniedException", message),
  // The texts of the next three are assumed.
  unknownOperation: (message: string) => new ServiceError("UnknownOperationException", message),
  notJson: () => new ServiceError("SerializationException", "The request body is not a JSON object"),
  missingToken: () => new ServiceError("MissingAuthenticationTokenException", "Request is missing Authentication Token"),
  /**
   * Without a message. Reported: clients that show "ParameterNotFound: UnknownError", in public issue threads, read 2026-11. AWS would
   * create a parameter, of which a deployment knows nothing.
   */
  notFound: (operation: string) =>
    operation === "PutParameter"
      ? invalid("The local engine imitates the parameters of the program, and creates no others")
      : new ServiceError("ParameterNotFound", ""),
  internalServerError: () => new ServiceError("InternalServerError", "Internal server error", 500),
} as const;
